"""What ``verify_ledger`` says of exports whose rows somebody changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from articles import exports, integrity
from articles.exports import Choice
from articles.models import Export, LedgerEntry
from articles.stages import Event, Stage
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(cast: Cast) -> Export:
    for title in ("Gout", "Toes"):
        cast.article_in(Stage.PUBLISHED, title=title)
    for bundle in (True, False):
        choice = Choice(formats=("json",), bundle=bundle)
        export = exports.order(choice, actor=cast.publisher)
        exports.run(str(export.pk))
    exports.order(Choice(formats=("html",)), actor=cast.publisher)
    export.refresh_from_db()
    return export


def faults() -> list[str]:
    return list(integrity.check().faults)


def test_an_honest_history_has_none(ready: Export) -> None:
    found = integrity.check()
    assert found.faults == ()
    assert found.rows["ordered exports"] == 3


def other_digest(row: Export) -> list[Any]:
    return [{**row.files[0], "digest": f"sha256:{'0' * 64}"}, *row.files[1:]]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("files", other_digest, "digest"),
        ("files", lambda row: [{**row.files[0], "name": "x"}, *row.files[1:]], "digest"),
        ("formats", lambda row: ["html"], "choice of formats"),
        ("bundle", lambda row: True, "shape"),
        ("done", lambda row: 1, "number of articles"),
    ],
)
def test_a_row_that_was_changed_is_named(
    ready: Export, column: str, value: Callable[[Export], Any], said: str
) -> None:
    Export.objects.filter(pk=ready.pk).update(**{column: value(ready)})
    assert faults() == [f"Export {ready.pk}: the ledger says another {said}."]


def test_another_orderer_is_named(cast: Cast, ready: Export) -> None:
    Export.objects.filter(pk=ready.pk).update(ordered_by=cast.editor)
    assert faults() == [f"Export {ready.pk}: the ledger says another person."]


def test_an_export_that_nobody_recorded_is_named(ready: Export) -> None:
    waits = Export.objects.get(ended_at=None)
    listed = {"files": ready.files, "state": "done", "ended_at": timezone.now()}
    Export.objects.filter(pk=waits.pk).update(**listed)
    assert faults() == [f"Export {waits.pk}: no ledger entry says that it left."]


def test_an_entry_whose_row_is_gone_or_empty_is_named(ready: Export) -> None:
    entry = LedgerEntry.objects.filter(kind=Event.EXPORT).latest("seq")
    Export.objects.filter(pk=ready.pk).update(files=[])
    assert faults() == [f"Entry {entry.seq}: the export it names has no files on its row."]
    Export.objects.filter(pk=ready.pk).delete()
    assert faults() == [f"Entry {entry.seq}: the export it names is gone."]


def test_files_that_were_lost_are_said_to_be(ready: Export) -> None:
    Export.objects.filter(pk=ready.pk).update(files=[], state="failed")
    assert faults() == []
