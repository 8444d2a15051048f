"""Rows and files that somebody wrote behind the application: nothing leads out of their place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from articles import delivery, exports
from articles.delivery import Order
from articles.errors import InputRefused
from articles.exports import Choice, keeping
from articles.models import Article, Export, LedgerEntry
from articles.stages import Event, ExportState, Stage
from tests.cast import Cast
from tests.desk.site import signed_in

pytestmark = pytest.mark.django_db

DIGEST = f"sha256:{'0' * 64}"


@pytest.fixture
def ready(cast: Cast) -> Export:
    cast.article_in(Stage.PUBLISHED, title="Gout")
    export = exports.order(Choice(formats=("json",), bundle=False), actor=cast.publisher)
    exports.run(str(export.pk))
    export.refresh_from_db()
    return export


def address(export: Export, name: str) -> str:
    return f"/publish/exports/{export.pk}/files/{name}"


def test_a_row_that_names_a_file_elsewhere_leads_to_none(
    cast: Cast, ready: Export, tmp_path: Path
) -> None:
    secret = tmp_path / "ledger.key"
    secret.write_text("a key")
    (exports.folder(ready) / "link").symlink_to(secret)
    names = [str(secret), f"../../{secret.name}", "..", ".", "", "a//b", "a\\b", "a\nb", "link"]
    listed = [{"name": name, "bytes": 5, "digest": DIGEST} for name in names]
    Export.objects.update(files=listed)
    ready.refresh_from_db()

    assert [exports.file_of(ready, name) for name in names] == [None] * len(names)
    client = signed_in(cast.publisher)
    for name in (*names[:3], "link"):
        assert client.get(address(ready, name)).status_code == 404, name


def test_a_row_that_names_a_file_elsewhere_puts_none_there(
    cast: Cast, ready: Export, tmp_path: Path
) -> None:
    name = str(tmp_path / "evil.json")
    [file] = ready.files
    tampered = {"files": [{**file, "name": name}], "state": "running", "ended_at": None}
    left = keeping.begin(ready) / "gout.json"
    left.write_bytes((exports.folder(ready) / file["name"]).read_bytes())
    Export.objects.update(**tampered, tries=exports.TRIES)

    assert exports.run(str(ready.pk)) != "done"
    assert not Path(name).exists()


@pytest.mark.parametrize("slug", ["../../evil", "/evil", "deep//evil", "../x", "a\\b", "a\nb"])
@pytest.mark.parametrize("form", ["json", "html"])
def test_an_address_that_is_no_name_is_refused_and_nothing_is_written(
    cast: Cast, tmp_path: Path, slug: str, form: str
) -> None:
    if slug == "/evil":
        slug = f"{tmp_path}/evil"
    article = cast.article_in(Stage.PUBLISHED)
    Article.objects.filter(pk=article.pk).update(slug=slug)
    before = set(tmp_path.rglob("*"))
    order = Order(formats=[form], output=tmp_path / "x" / "out")
    with pytest.raises(InputRefused, match="no plain file name"):
        delivery.deliver(order, actor=cast.publisher)
    assert set(tmp_path.rglob("*")) == before
    assert not LedgerEntry.objects.filter(kind=Event.EXPORT).exists()


def test_a_file_that_was_changed_is_not_handed_out(cast: Cast, ready: Export) -> None:
    client = signed_in(cast.publisher)
    [file] = ready.files
    path = exports.folder(ready) / file["name"]
    honest = client.get(address(ready, file["name"]))
    assert b"".join(honest.streaming_content) == path.read_bytes()
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Gout", b"Gaut"))
    assert path.stat().st_size == file["bytes"]

    answer = client.get(address(ready, file["name"]))

    assert answer.status_code == 410
    assert "changed on the disk" in answer.content.decode()


@pytest.mark.parametrize("slug", ["a%00", "%00", "a%0Ab%00"])
def test_an_address_that_no_database_can_look_for_is_refused(cast: Cast, slug: str) -> None:
    client = signed_in(cast.publisher)
    assert client.get(f"/publish/exports/new/?article={slug}").status_code == 422


@pytest.mark.parametrize(
    "choice",
    [
        {"formats": ("jsonl",), "bundle": False},
        {"formats": ("json", "html"), "bundle": True, "include_approved": True},
        {"formats": ("html",), "bundle": False, "since": -1, "include_approved": True},
        {"formats": ("html",), "bundle": True, "slugs": ("gout",)},
    ],
)
def test_ordered_again_it_is_the_same(cast: Cast, choice: dict[str, Any]) -> None:
    cast.policy("Default", export_approved=True)
    cast.article_in(Stage.APPROVED, title="Gout")
    export = exports.order(Choice(**choice), actor=cast.publisher)
    client = signed_in(cast.publisher)
    Export.objects.update(state=ExportState.FAILED, ended_at=export.ordered_at, error="Full.")
    page = client.get(f"/publish/exports/{export.pk}/")
    asked = page.context["again"]

    form = client.get(f"/publish/exports/new/?{asked}").context["form"]

    assert form.is_valid(), form.errors
    assert form.choice().checked().columns() == Choice(**choice).checked().columns()
    assert asked.replace("&", "&amp;") in page.content.decode()


def test_what_moved_since_is_ordered_in_the_same_manner(cast: Cast, ready: Export) -> None:
    client = signed_in(cast.publisher)
    page = client.get(f"/publish/exports/{ready.pk}/")
    asked = f"since={ready.cursor}&format=json&shape=files&approved=0"
    assert f"/publish/exports/new/?{asked.replace('&', '&amp;')}" in page.content.decode()
    form = client.get(f"/publish/exports/new/?{asked}").context["form"]
    assert form.is_valid() and form.choice().since == ready.cursor
    assert not form.choice().bundle
