"""Too many orders, clocks that are set back, files that get no place."""

from __future__ import annotations

import datetime as dt
import errno
import os
from typing import Any

import pytest
from django.utils import timezone

from articles import exports
from articles.errors import InputRefused
from articles.exports import Choice, keeping, running
from articles.models import Export
from articles.stages import ExportState, Stage
from tests.cast import Cast
from tests.desk.site import signed_in

pytestmark = pytest.mark.django_db

JSON = ("json",)


def ordered(cast: Cast, **choice: Any) -> Export:
    return exports.order(Choice(**{"formats": JSON, **choice}), actor=cast.publisher)


def run(export: Export) -> str:
    said = exports.run(str(export.pk))
    export.refresh_from_db()
    return said


def test_a_person_has_a_few_open_orders_at_a_time(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    mine = [ordered(cast, since=at) for at in range(-1, exports.OPEN_AT_ONCE - 1)]
    with pytest.raises(InputRefused, match="5 exports of yours are not ready yet"):
        ordered(cast)
    assert ordered(cast, since=-1).pk == mine[0].pk
    exports.order(Choice(formats=JSON), actor=cast.editor)

    sent = {"which": "everything", "formats": ["json"], "shape": "bundle", "act": "order"}
    answer = signed_in(cast.publisher).post("/publish/exports/new/", sent)
    assert answer.status_code == 422
    assert "5 exports of yours are not ready yet. Wait for one" in answer.content.decode()
    exports.cancel(mine[0], actor=cast.publisher)
    assert ordered(cast).state == ExportState.QUEUED


def test_a_lease_of_a_clock_that_was_set_back_holds_nothing(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    now = timezone.now()
    for ahead, due in ((exports.LEASE, False), (dt.timedelta(days=1), True)):
        Export.objects.update(state="running", leased_until=now + ahead, tries=1)
        assert Export.objects.due(now).exists() == due
    Export.objects.update(handed_on_at=None)
    assert exports.hand_on_due() == "handed on 1"
    assert run(export) == "done"


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The files of an export get no place."""

    def put_away(*_given: Any) -> bool:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), "/secret/place")

    monkeypatch.setattr(keeping, "put_away", put_away)
    return monkeypatch


def test_files_that_get_no_place_are_tried_again_and_then_kept(
    cast: Cast, full: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    said = [run(export)]
    for _ in range(exports.TRIES - 1):
        Export.objects.update(leased_until=timezone.now())
        said.append(run(export))

    assert said == [running.LEFT] * (exports.TRIES - 1) + ["failed"]
    assert "could not be put in their place: Permission denied" in export.error
    assert f"{export.pk}.partial" in export.error and "/secret" not in export.error
    assert f"Export {export.pk} is given up" in caplog.text
    exports.clear_old()
    [file] = export.files
    [kept] = keeping.partial(export).rglob("*.zip")
    assert kept.stat().st_size == file["bytes"]
    page = signed_in(cast.publisher).get(f"/publish/exports/{export.pk}/").content.decode()
    assert "Permission denied" in page and "Nothing was exported." not in page

    Export.objects.update(ended_at=timezone.now() - dt.timedelta(days=15))
    assert exports.clear_old() == "cleared 1"
    assert not keeping.partial(export).exists()


def test_a_place_that_is_there_again_gets_its_files(cast: Cast, full: pytest.MonkeyPatch) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    Export.objects.update(tries=exports.TRIES - 1)  # two died before the entry
    assert run(export) == running.LEFT
    full.undo()
    Export.objects.update(leased_until=timezone.now())
    assert run(export) == "done"
    assert (exports.folder(export) / export.files[0]["name"]).is_file()


def test_workers_that_die_while_they_put_files_away_are_counted(
    cast: Cast, full: pytest.MonkeyPatch
) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    run(export)
    full.undo()
    Export.objects.update(leased_until=timezone.now(), tries=exports.TRIES)
    assert run(export) == "failed"
    assert "3 workers began it, and none came back" in export.error
    assert list(keeping.partial(export).rglob("*.zip"))
