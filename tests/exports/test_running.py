"""Ordered exports, one process: order, write, cancel, take over, put away, clear."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import delivery, exports, ledger, roles
from articles.errors import InputRefused, TransitionRefused
from articles.exports import Choice, beating, keeping, running
from articles.models import Export, LedgerEntry
from articles.stages import Event, ExportState, Stage
from tests.cast import Cast, standing_signature

pytestmark = pytest.mark.django_db

JSON = ("json",)


def ordered(cast: Cast, **choice: Any) -> Export:
    return exports.order(Choice(**{"formats": JSON, **choice}), actor=cast.publisher)


def run(export: Export) -> str:
    said = exports.run(str(export.pk))
    export.refresh_from_db()
    return said


def entries(export: Export) -> list[LedgerEntry]:
    told = LedgerEntry.objects.filter(kind=Event.EXPORT)
    return [entry for entry in told if json.loads(entry.payload).get("export") == str(export.pk)]


def lying(export: Export) -> dict[str, tuple[int, str]]:
    """What lies in its folder: bytes and digest by name."""
    place = exports.folder(export)
    return {
        path.relative_to(place).as_posix(): (
            path.stat().st_size,
            f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
        )
        for path in place.rglob("*")
        if path.is_file()
    }


def listed(export: Export) -> dict[str, tuple[int, str]]:
    return {file["name"]: (file["bytes"], file["digest"]) for file in export.files}


def left() -> list[str]:
    from django.conf import settings

    return [path.name for path in Path(settings.EXPORT_DIR).glob("*.partial")]


class Dead(BaseException):
    """The process ends here: nothing catches it, as nothing catches SIGKILL."""


def test_a_bundle_is_ordered_written_and_on_record(cast: Cast) -> None:
    slugs = sorted(cast.article_in(Stage.PUBLISHED, title=f"Words {n}").slug for n in range(2))
    export = ordered(cast)
    assert (export.state, export.ended_at) == (ExportState.QUEUED, None)

    assert run(export) == "done"
    assert (export.state, export.done, export.error) == (ExportState.DONE, 2, "")
    assert export.ended_at is not None and export.leased_until is None
    assert lying(export) == listed(export)
    [name] = listed(export)
    with zipfile.ZipFile(exports.folder(export) / name) as bundle:
        assert f"articles/{slugs[0]}/content.json" in bundle.namelist()
    [entry] = entries(export)
    assert json.loads(entry.payload)["articles"] == slugs
    assert json.loads(entry.payload)["digest"] == export.files[0]["digest"]
    assert export.cursor == entry.seq - 1
    assert left() == []
    assert not list(ledger.walk().faults)


def test_separate_files_lie_under_the_names_of_their_articles(cast: Cast) -> None:
    slug = cast.article_in(Stage.PUBLISHED).slug
    export = ordered(cast, formats=("json", "html"), bundle=False)
    assert run(export) == "done"
    assert {f"{slug}.json", f"{slug}.html"} <= set(listed(export))
    assert lying(export) == listed(export)


def test_in_a_selection_the_refused_are_left_out_and_told(cast: Cast) -> None:
    good, bad = (cast.article_in(Stage.PUBLISHED, title=title) for title in ("Good", "Bad"))
    signature = standing_signature(bad)
    cast.act("withdraw_signature", bad, cast.physician, signature=signature, note="Not mine.")
    export = ordered(cast)
    assert run(export) == "done"
    assert [refused["slug"] for refused in export.refused] == [bad.slug]
    assert "sign-offs do not suffice" in export.refused[0]["reasons"][0]
    assert export.done == 1
    assert json.loads(entries(export)[0].payload)["articles"] == [good.slug]


def test_one_named_article_that_is_refused_keeps_all_here_with_every_reason(cast: Cast) -> None:
    good, bad = cast.article_in(Stage.PUBLISHED, title="Good"), cast.draft(title="Bad")
    export = ordered(cast, slugs=[good.slug, bad.slug])
    assert run(export) == "refused"
    assert export.state == ExportState.REFUSED
    assert [refused["slug"] for refused in export.refused] == [bad.slug]
    assert export.refused[0]["reasons"] == ["Readers do not see it, and it is not approved."]
    assert (lying(export), entries(export), left()) == ({}, [], [])


def test_nothing_that_may_leave_ends_without_files_or_entry(cast: Cast) -> None:
    export = ordered(cast)
    assert run(export) == "done"
    assert (export.files, entries(export), left()) == ([], [], [])


def test_only_who_may_export_orders(cast: Cast) -> None:
    for user in (cast.writer, cast.physician, cast.auditor, cast.superuser):
        with pytest.raises(PermissionDenied):
            exports.order(Choice(formats=JSON), actor=user)
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        ({"formats": ()}, "format"),
        ({"formats": ("runes",)}, "format"),
        ({"slugs": ["nowhere"]}, "article"),
        ({"slugs": [f"a{n}" for n in range(exports.NAMED + 1)]}, "article"),
        ({"since": 10**9}, "since"),
        ({"since": -2}, "since"),
    ],
)
def test_what_no_order_can_ask_for_is_refused_by_its_field(
    cast: Cast, choice: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputRefused) as caught:
        ordered(cast, **choice)
    assert caught.value.field == field
    assert not Export.objects.exists()


def test_many_articles_leave_as_one_thing_and_not_as_separate_files(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.exports.choosing.LOOSE", 1)
    for title in ("One", "Two"):
        cast.article_in(Stage.PUBLISHED, title=title)
    with pytest.raises(InputRefused, match="bundle"):
        ordered(cast, bundle=False)
    assert ordered(cast).bundle is True


def test_the_permission_is_asked_again_when_it_is_written(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    cast.publisher.groups.remove(Group.objects.get(name=roles.PUBLISHERS))
    assert run(export) == "refused"
    assert export.error == "Who ordered it may not export any more."
    assert (lying(export), entries(export)) == ({}, [])


def test_articles_are_judged_when_it_is_written(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    export = ordered(cast, slugs=[article.slug])
    cast.act("withdraw", article, cast.publisher, note="Wrong.")
    assert run(export) == "refused"


def test_who_ordered_it_takes_it_back_at_once_while_it_waits(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = exports.cancel(ordered(cast), actor=cast.publisher)
    assert (export.state, export.ended_at is None) == (ExportState.CANCELLED, False)
    assert run(export) == running.NOT_DUE
    assert (lying(export), entries(export)) == ({}, [])


def test_a_managing_editor_takes_it_back_and_nobody_else(cast: Cast) -> None:
    export = ordered(cast)
    other = exports.order(Choice(formats=JSON), actor=cast.editor)
    with pytest.raises(PermissionDenied):
        exports.cancel(other, actor=cast.publisher)
    for user in (cast.writer, cast.auditor, cast.superuser):
        with pytest.raises(PermissionDenied):
            exports.cancel(export, actor=user)
    assert exports.cancel(export, actor=cast.editor).state == ExportState.CANCELLED


def test_what_has_ended_is_not_taken_back(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    run(export)
    with pytest.raises(TransitionRefused):
        exports.cancel(export, actor=cast.publisher)
    export.refresh_from_db()
    assert export.state == ExportState.DONE and lying(export) == listed(export)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every sign of life is told to the row, and to what a test puts in here."""
    told: list[Any] = []
    monkeypatch.setattr(beating, "PULSE", 0)
    for name in ("planned", "written", "recorded"):
        real = getattr(beating.Pulse, name)

        def wrapped(self: Any, *said: Any, name: str = name, real: Any = real) -> None:
            real(self, *said)
            for each in told:
                each(name, said[0])

        monkeypatch.setattr(beating.Pulse, name, wrapped)
    return told


def test_taken_back_half_way_it_leaves_nothing(cast: Cast, watched: list[Any]) -> None:
    for number in range(2):
        cast.article_in(Stage.PUBLISHED, title=f"Words {number}")
    export = ordered(cast, bundle=False)

    def take_back(name: str, value: Any) -> None:
        if name == "planned":
            row = exports.cancel(Export.objects.get(pk=export.pk), actor=cast.publisher)
            assert (row.state, row.ended_at) == (ExportState.RUNNING, None)

    watched.append(take_back)
    assert run(export) == "cancelled"
    assert export.state == ExportState.CANCELLED and export.ended_at is not None
    assert (lying(export), entries(export), left()) == ({}, [], [])


def test_how_far_it_is_stands_in_the_row_and_renews_the_lease(
    cast: Cast, watched: list[Any]
) -> None:
    for number in range(3):
        cast.article_in(Stage.PUBLISHED, title=f"Words {number}")
    export, seen = ordered(cast, bundle=False), []

    def look(name: str, value: Any) -> None:
        row = Export.objects.get(pk=export.pk)
        seen.append((name, row.state, row.done, row.total, row.leased_until))

    watched.append(look)
    run(export)
    assert {state for _name, state, *_ in seen} == {ExportState.RUNNING}
    assert seen[0][:4] == ("planned", "running", 0, 3)
    assert [done for name, _state, done, *_ in seen if name == "written"][-1] == 3
    leases = [lease for *_, lease in seen]
    assert leases == sorted(set(leases))
    assert leases[0] > timezone.now() + exports.LEASE - dt.timedelta(minutes=1)


def test_nobody_else_writes_what_is_held(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    Export.objects.filter(pk=export.pk).update(leased_until=timezone.now() + exports.LEASE)
    assert run(export) == running.NOT_DUE
    assert lying(export) == {}


def let_go(export: Export) -> None:
    """Time passes, and the lease is over."""
    over = timezone.now() - dt.timedelta(seconds=1)
    Export.objects.filter(pk=export.pk).update(leased_until=over)


def test_a_worker_whose_lease_was_over_stops_and_the_next_one_s_files_stay(
    cast: Cast, watched: list[Any]
) -> None:
    cast.article_in(Stage.PUBLISHED)
    export, said = ordered(cast, bundle=False), []

    def overtake(name: str, value: Any) -> None:
        if name == "planned" and not said:
            said.append("began")
            let_go(export)
            said.append(exports.run(str(export.pk)))

    watched.append(overtake)
    assert run(export) == running.LOST
    assert said == ["began", "done"]
    assert export.state == ExportState.DONE
    assert lying(export) == listed(export)
    assert len(entries(export)) == 1


@pytest.mark.parametrize("bundle", [True, False])
@pytest.mark.parametrize("point", ["planned", "written"])
def test_a_worker_that_dies_before_the_entry_is_followed_by_one_that_starts_anew(
    cast: Cast, watched: list[Any], point: str, bundle: bool
) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast, bundle=bundle)

    def die(name: str, value: Any) -> None:
        if name == point:
            raise Dead

    watched.append(die)
    with pytest.raises(Dead):
        run(export)
    assert run(export) == running.NOT_DUE  # its lease is not over
    let_go(export)
    watched.clear()
    DBTaskResult.objects.all().delete()
    assert exports.hand_on_due() == "handed on 1"
    assert run(export) == "done"
    assert lying(export) == listed(export)
    assert (len(entries(export)), left()) == (1, [])


@pytest.mark.parametrize("place", ["nowhere yet", "in place"])
@pytest.mark.parametrize("bundle", [True, False])
def test_a_worker_that_dies_after_the_entry_is_followed_by_one_that_puts_the_files_away(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, bundle: bool, place: str
) -> None:
    for number in range(2):
        cast.article_in(Stage.PUBLISHED, title=f"Words {number}")
    bad = cast.article_in(Stage.PUBLISHED, title="Bad")
    taken = standing_signature(bad)
    cast.act("withdraw_signature", bad, cast.physician, signature=taken, note="Not mine.")
    export, real = ordered(cast, bundle=bundle), keeping.put_away

    def dies(*given: Any) -> None:
        if place == "in place":
            real(*given)
        raise Dead

    monkeypatch.setattr(keeping, "put_away", dies)
    with pytest.raises(Dead):
        run(export)
    export.refresh_from_db()
    assert (export.state, export.ended_at, bool(export.files)) == ("running", None, True)
    for path in keeping.partial(export).rglob("*.*"):  # as they are called before the rename
        path.rename(path.with_name(f".export-{path.stem}"))
    monkeypatch.undo()
    let_go(export)
    assert run(export) == "done"
    assert lying(export) == listed(export)
    assert (len(entries(export)), left()) == (1, [])
    assert (export.done, [refused["slug"] for refused in export.refused]) == (2, [bad.slug])


def test_files_that_are_on_record_and_nowhere_else_are_told_as_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)

    def dies(*given: Any) -> None:
        raise Dead

    monkeypatch.setattr(keeping, "put_away", dies)
    with pytest.raises(Dead):
        run(export)
    monkeypatch.undo()
    keeping.give_up(export)
    let_go(export)
    assert run(export) == "failed"
    assert export.error == "Its files were lost before they had their place. Order it again."
    assert (export.files, lying(export)) == ([], {})


def test_an_export_that_ends_its_workers_is_given_up(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    Export.objects.filter(pk=export.pk).update(tries=exports.TRIES)
    assert run(export) == "failed"
    assert export.error == "3 workers began it, and none came back."


def test_a_full_disk_is_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: Any, **_more: Any) -> None:
        raise OSError(28, os.strerror(28), "/secret/place")

    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    monkeypatch.setattr(delivery, "deliver", full)
    assert run(export) == "failed"
    assert export.error == "Its files could not be written: No space left on device."
    assert (lying(export), left()) == ({}, [])


def test_a_folder_that_is_none_is_a_sentence(cast: Cast, settings: Any) -> None:
    settings.EXPORT_DIR.write_text("a file where a folder should be")
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    assert run(export) == "failed"
    assert export.error.startswith("Its files could not be written: ")
    assert str(settings.EXPORT_DIR) not in export.error


def test_what_nobody_foresaw_is_told_and_logged(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_given: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    export = ordered(cast)
    monkeypatch.setattr(delivery, "deliver", breaks)
    assert run(export) == "failed"
    assert export.error == "It broke off (ZeroDivisionError); the server's log says more."
    assert "ZeroDivisionError" in caplog.text


def test_the_worker_is_handed_each_order_once(cast: Cast) -> None:
    export = ordered(cast)
    assert [job.args_kwargs["args"] for job in DBTaskResult.objects.all()] == [[str(export.pk)]]
    assert exports.hand_on_due() == ""
    DBTaskResult.objects.all().delete()  # a job that was lost; nobody asks the jobs
    for minutes, said in ((-14, ""), (-16, "handed on 1"), (16, "handed on 1")):
        moment = timezone.now() + dt.timedelta(minutes=minutes)  # the last: of a clock set back
        Export.objects.filter(pk=export.pk).update(handed_on_at=moment)
        assert (exports.hand_on_due(), exports.hand_on_due()) == (said, "")
    assert DBTaskResult.objects.count() == 2


def test_an_order_that_could_not_be_handed_on_is_by_the_next_sweep(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any) -> None:
        raise ConnectionError

    broken_queue = SimpleNamespace(enqueue=broken)
    monkeypatch.setattr("articles.exports.tasks.write", broken_queue)
    ordered(cast)
    monkeypatch.undo()
    assert exports.hand_on_due() == "handed on 1"


def test_with_the_immediate_backend_it_is_ready_at_once(cast: Cast, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    assert export.state == ExportState.DONE
    assert lying(export) == listed(export)


def test_files_are_deleted_after_two_weeks_and_row_and_entry_stay(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast)
    run(export)
    for days, gone in ((13, False), (15, True)):
        ended = timezone.now() - dt.timedelta(days=days)
        Export.objects.filter(pk=export.pk).update(ended_at=ended)
        assert exports.clear_old() == ("cleared 1" if gone else "")
        export.refresh_from_db()
        assert (lying(export) == {}, export.cleared_at is not None) == (gone, gone)
    assert export.files and len(entries(export)) == 1
    assert exports.clear_old() == ""


def test_what_runs_left_is_swept_away_and_no_other_folder(cast: Cast) -> None:
    export = ordered(cast)
    open_run, root = keeping.begin(export), keeping.folder(export).parent
    for name in ("00000000-0000-4000-8000-000000000000.partial", "notes.partial", "mine"):
        (root / name).mkdir()
    exports.clear_old()
    kept = {path.name for path in root.iterdir()}
    assert kept == {f"{export.pk}.partial", "notes.partial", "mine"}
    assert open_run.is_dir()


def test_a_name_chooses_among_the_files_of_the_row_and_nothing_else(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export, other = ordered(cast), ordered(cast, formats=("html",))
    run(export)
    run(other)
    [name] = listed(export)
    assert exports.file_of(export, name) == exports.folder(export) / name
    hostile = ["", ".", "..", f"../{other.pk}/{other.files[0]['name']}", "/etc/passwd", f"./{name}"]
    assert [exports.file_of(export, each) for each in hostile] == [None] * len(hostile)


def test_what_is_sent_twice_is_ordered_once(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    first = ordered(cast, formats=("json", "html"))
    assert ordered(cast, formats=("json", "html", "json")).pk == first.pk
    others = [
        ordered(cast),
        ordered(cast, formats=("json", "html"), bundle=False),
        ordered(cast, formats=("json", "html"), since=0),
        exports.order(Choice(formats=("json", "html")), actor=cast.editor),
    ]
    assert len({export.pk for export in (first, *others)}) == 5
    run(first)
    assert ordered(cast, formats=("json", "html")).pk != first.pk


@pytest.mark.parametrize("bundle", [True, False])
def test_stopped_half_way_and_ordered_again_there_is_one_set_of_files(
    cast: Cast, watched: list[Any], monkeypatch: pytest.MonkeyPatch, bundle: bool
) -> None:
    monkeypatch.setattr("articles.delivery.choosing.AT_ONCE", 2)
    for number in range(6):
        cast.article_in(Stage.PUBLISHED, title=f"Words {number}")
    export, seen = ordered(cast, bundle=bundle), []

    def take_back(name: str, value: Any) -> None:
        if name == "written":
            row = Export.objects.get(pk=export.pk)
            seen.append((row.done, row.total))
            if value == 4:
                exports.cancel(row, actor=cast.publisher)

    watched.append(take_back)
    assert run(export) == "cancelled"
    assert seen == [(2, 6), (4, 6)]
    assert (lying(export), entries(export), left()) == ({}, [], [])

    watched.clear()
    again = ordered(cast, bundle=bundle)
    assert (run(again), again.done) == ("done", 6)
    assert lying(again) == listed(again)
    assert LedgerEntry.objects.filter(kind=Event.EXPORT).count() == 1


def test_since_a_cursor_it_tells_what_was_taken_from_readers_and_what_they_still_see(
    cast: Cast,
) -> None:
    kept, gone, doubted = (
        cast.article_in(Stage.PUBLISHED, title=title) for title in ("Kept", "Gone", "Doubted")
    )
    first = ordered(cast)
    run(first)
    assert first.cursor is not None and first.withdrawn == []
    cast.act("withdraw", gone, cast.publisher, note="Superseded.")
    signature = standing_signature(doubted)
    cast.act("withdraw_signature", doubted, cast.physician, signature=signature, note="Not mine.")
    new = cast.article_in(Stage.PUBLISHED, title="New")

    export = ordered(cast, since=first.cursor)
    assert (run(export), export.done) == ("done", 1)
    assert json.loads(entries(export)[0].payload)["articles"] == [new.slug]
    assert [(each["slug"], each["why"]) for each in export.withdrawn] == [
        (gone.slug, "Superseded.")
    ]
    assert [(each["slug"], each["held"]) for each in export.refused] == [(doubted.slug, True)]
    assert kept.slug not in json.dumps([export.refused, export.withdrawn])


def test_json_lines_are_one_file_of_any_number_and_no_bundle(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.exports.choosing.LOOSE", 1)
    for title in ("One", "Two"):
        cast.article_in(Stage.PUBLISHED, title=title)
    with pytest.raises(InputRefused) as caught:
        ordered(cast, formats=("jsonl",))
    assert caught.value.field == "format"
    export = ordered(cast, formats=("jsonl",), bundle=False)
    assert run(export) == "done"
    [name] = listed(export)
    assert len((exports.folder(export) / name).read_bytes().splitlines()) == 2


def test_a_worker_stops_where_another_holds_the_export_now(cast: Cast, watched: list[Any]) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = ordered(cast, bundle=False)
    theirs = timezone.now() + dt.timedelta(hours=1)

    def overtake(name: str, value: Any) -> None:
        if name == "planned":
            Export.objects.filter(pk=export.pk).update(leased_until=theirs)

    watched.append(overtake)
    assert run(export) == running.LOST
    assert (export.state, export.leased_until, export.files) == ("running", theirs, [])
    assert entries(export) == []
