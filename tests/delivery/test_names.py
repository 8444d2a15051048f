"""Names of files come from addresses and fixed words, whatever a title says."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from articles import workflow
from articles.content.slugs import is_file_name
from articles.delivery import Order, deliver
from articles.errors import InputRefused
from articles.stages import Stage
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows\\system32",
    "\\\\server\\share",
    "..",
    "con",
    "NUL",
    "com1.txt",
    "a" * 300,
    "عنوان طويل",
    "x; filename=evil.exe",
    "Gout 100% <b>&amp;</b> “now”",
    "title\twith\ttabs",
]
PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_never_becomes_a_path(cast: Cast, tmp_path: Path, title: str) -> None:
    article = cast.article_in(Stage.PUBLISHED, title=title)
    assert PLAIN.fullmatch(article.slug) and is_file_name(article.slug)
    formats = ["html", "jats", "json", "markdown", "jsonl"]
    done = deliver(Order(formats=formats, output=tmp_path / "out"), actor=cast.publisher)
    assert {path.parent for path in done.paths} == {tmp_path / "out"}
    named = {f"{article.slug}{ending}" for ending in (".html", ".jats.xml", ".json", ".md")}
    assert {path.name for path in done.paths} == {*named, "articles.jsonl"}
    said = json.loads((tmp_path / "out" / "articles.jsonl").read_text())
    assert said["title"] == article.title == title.replace("\t", " ")

    order = Order(formats=formats[:4], output=tmp_path / "x.zip", bundle=True)
    deliver(order, actor=cast.publisher)
    with zipfile.ZipFile(order.output) as bundle:
        paths = [PurePosixPath(name) for name in bundle.namelist()]
    assert not any(path.is_absolute() or ".." in path.parts for path in paths)
    assert {path.parts[1] for path in paths if path.parts[0] == "articles"} == {article.slug}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "x.zip"]


@pytest.mark.parametrize("title", ["two\r\nlines", "nul\x00", "\u202efdp.exe"])
def test_a_title_with_what_steers_is_not_stored_at_all(cast: Cast, title: str) -> None:
    if title == "two\r\nlines":
        assert "\r" not in cast.draft(title=title).title
        return
    with pytest.raises(InputRefused):
        cast.draft(title=title)


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("con", "reserved"),
        ("nul", "reserved"),
        ("COM1", "reserved"),
        ("lpt9", "reserved"),
        ("-gout", "reserved"),
        ("_gout", "reserved"),
        ("Gout", "case"),
        ("../gout", "invalid"),
        ("go ut", "invalid"),
    ],
)
def test_an_address_that_no_file_can_have_everywhere_is_refused(
    cast: Cast, slug: str, code: str
) -> None:
    article = cast.draft()
    with pytest.raises(InputRefused) as refused:
        workflow.rename(article, slug, actor=cast.writer)
    assert (refused.value.field, refused.value.code) == ("slug", code)
    article.refresh_from_db()
    assert article.slug == "gout-flares"


def test_a_device_s_name_gets_a_number(cast: Cast) -> None:
    assert [cast.draft(title="Con").slug for _ in range(2)] == ["con-2", "con-3"]
    assert cast.draft(title="Contact").slug == "contact"
