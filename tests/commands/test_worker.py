"""`manage.py worker`: jobs as they come, and the sweep; here one process, each chore by itself."""

from __future__ import annotations

import datetime as dt
import json
import os
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from articles import anchors, handing, notifications, outbox
from articles.management import sweeping
from articles.models import Delivery, LedgerEntry, SigningTicket
from articles.notifications import deliver
from articles.stages import DeliveryKind, Meaning
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test is one open transaction; what closes old connections would end it."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


@pytest.fixture
def work(run):
    """Run the worker once; its exit code and its lines."""

    def work() -> tuple[int, list[dict[str, Any]]]:
        ran = run("worker", "--once", "--json")
        return ran.code, [json.loads(line) for line in ran.out.splitlines()]

    return work


@pytest.fixture
def mails() -> list[Delivery]:
    """Two mails that are owed and in no job's hands, as when a process ends after its commit."""
    nora = User.objects.create_user("nora", "nora@example.org")
    for about in ("1", "2"):
        outbox.owe(DeliveryKind.PASSWORD_SET, nora, about, ago(minutes=16))
    return list(Delivery.objects.order_by("pk"))


def ago(**span: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(**span)


def job_of(row: Delivery, **columns: Any) -> DBTaskResult:
    result = deliver.enqueue(row.pk)
    DBTaskResult.objects.filter(pk=result.id).update(**columns)
    return DBTaskResult.objects.get(pk=result.id)


def test_what_was_never_handed_on_is_found_sent_and_told(work, mails) -> None:
    code, lines = work()
    assert code == 0
    assert [(line["job"], line["outcome"]) for line in lines] == [
        ("owed mails", "handed on 2"),
        ("deliver", "sent"),
        ("deliver", "sent"),
    ]
    assert [line.get("arguments") for line in lines[1:]] == [[row.pk] for row in mails]
    assert all(line["seconds"] >= 0 and line["at"].endswith("Z") for line in lines[1:])
    assert len(mail.outbox) == 2
    assert work() == (0, [])


def test_people_read_one_line_for_each_job(run, mails) -> None:
    swept, first, _second = run("worker", "--once").out.splitlines()
    assert swept.endswith("Z owed mails: handed on 2")
    assert f"Z deliver {mails[0].pk}: sent (" in first


def test_a_mail_that_waits_in_a_job_is_not_handed_on_again(work, mails) -> None:
    Delivery.objects.update(handed_on_at=timezone.now())
    for row in mails:
        notifications.hand_on(delivery_id=row.pk)
    _code, lines = work()
    assert [line["job"] for line in lines] == ["deliver", "deliver"]
    assert len(mail.outbox) == 2


def test_whatever_keeps_the_jobs_a_mail_is_handed_on_once_and_again_when_its_job_is_lost(
    mails, settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    jobs = task_backends["default"].results
    assert (sweeping.owed_mails(), sweeping.owed_mails()) == ("handed on 2", "")
    assert [job.args for job in jobs] == [[row.pk] for row in mails]
    for minutes, said in ((14, ""), (16, "handed on 1"), (-16, "handed on 1")):  # a clock set back
        Delivery.objects.filter(pk=mails[0].pk).update(handed_on_at=ago(minutes=minutes))
        assert (sweeping.owed_mails(), sweeping.owed_mails()) == (said, "")
    assert len(jobs) == 4


def test_a_mail_that_cannot_be_handed_on_waits_for_the_next_sweep(mails) -> None:
    def broken(_key: int) -> None:
        raise ConnectionError

    Delivery.objects.update(handed_on_at=timezone.now())
    for row in mails:
        with pytest.raises(ConnectionError):
            handing.begin(Delivery.objects.open(), row.pk, broken)
    assert sweeping.owed_mails() == "handed on 2"


def test_a_mail_whose_worker_died_is_sent_by_another_before_its_job_is_found(work, mails) -> None:
    row = mails[0]
    job_of(row, status="RUNNING", started_at=ago(minutes=6))
    Delivery.objects.filter(pk=row.pk).update(leased_until=ago(minutes=1), attempts=1)
    work()
    row.refresh_from_db()
    assert row.sent_at is not None and len(mail.outbox) == 2


def test_a_job_whose_worker_died_is_put_back_and_done(work, mails) -> None:
    job = job_of(mails[0], status="RUNNING", started_at=ago(minutes=16), worker_ids=["dead"])
    _code, lines = work()
    job.refresh_from_db()
    assert ("orphaned jobs", "put back 1") in [(line["job"], line["outcome"]) for line in lines]
    assert (job.status, len(job.worker_ids)) == ("SUCCESSFUL", 2)
    assert len(mail.outbox) == 2


def test_a_job_that_may_still_run_is_left_alone(work, mails) -> None:
    job = job_of(mails[0], status="RUNNING", started_at=ago(minutes=14), worker_ids=["alive"])
    work()
    job.refresh_from_db()
    assert (job.status, job.worker_ids) == ("RUNNING", ["alive"])


def test_a_job_that_kills_its_workers_is_failed(work, mails) -> None:
    killers = [str(number) for number in range(sweeping.WORKERS)]
    job = job_of(mails[0], status="RUNNING", started_at=ago(hours=1), worker_ids=killers)
    _code, lines = work()
    job.refresh_from_db()
    assert ("orphaned jobs", "failed 1") in [(line["job"], line["outcome"]) for line in lines]
    assert (job.status, job.exception_class_path) == ("FAILED", "builtins.TimeoutError")


def test_a_job_that_breaks_is_told_and_stops_no_other(work, mails) -> None:
    broken = job_of(mails[0], args_kwargs={"args": ["nonsense"], "kwargs": {}})
    code, lines = work()
    broken.refresh_from_db()
    told = {line["outcome"] for line in lines if line["job"] == "deliver"}
    assert (code, broken.status, len(mail.outbox)) == (1, "FAILED", 2)
    assert told == {"sent", "failed (builtins.ValueError)"}


def test_a_mail_that_fails_is_no_fault_of_the_worker_and_waits_for_its_time(
    work, mails, settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    code, lines = work()
    assert (code, [line["outcome"] for line in lines[1:]]) == (0, ["failed", "failed"])
    assert work() == (0, [])


def test_only_old_results_are_thrown_away(work, mails) -> None:
    job = job_of(mails[0])
    work()
    for days, left in ((13, True), (15, False)):
        DBTaskResult.objects.filter(pk=job.pk).update(finished_at=ago(days=days))
        work()
        assert DBTaskResult.objects.filter(pk=job.pk).exists() is left


def test_only_tickets_long_past_their_end_are_thrown_away(work, cast: Cast) -> None:
    article = cast.draft()
    kept = {}
    for days in (29, 31):
        kept[days] = SigningTicket.objects.create(
            token_digest=f"sha256:{days}",
            user=cast.physician,
            session_digest="sha256:0",
            article=article,
            record=article.history.first(),
            meaning=Meaning.MEDICAL_REVIEW,
            content_digest=article.content_digest,
            shown_digest="sha256:0",
            issued_at=ago(days=days),
            expires_at=ago(days=days),
            used_at=ago(days=days),
        )
    _code, lines = work()
    assert ("old tickets", "deleted 1") in [(line["job"], line["outcome"]) for line in lines]
    assert list(SigningTicket.objects.all()) == [kept[29]]


def test_once_a_day_where_anything_happened_the_ledger_is_anchored(
    work, cast: Cast, settings
) -> None:
    def kept() -> list[str]:
        return sorted(path.name for path in settings.ANCHOR_DIR.glob("*"))

    def newest() -> str:
        return f"{LedgerEntry.objects.latest('seq').seq + 1:012}.checkpoint"

    first = newest()
    _code, (line,) = work()
    assert (line["job"], line["outcome"], kept()) == ("anchor", f"wrote {first}", [first])
    cast.draft()
    assert work() == (0, [])  # not again today
    yesterday = ago(hours=25).timestamp()
    os.utime(settings.ANCHOR_DIR / first, (yesterday, yesterday))
    work()
    assert kept() == [first, newest()]


def test_a_ledger_that_rests_is_not_read_again_for_its_anchor(
    work, cast: Cast, monkeypatch
) -> None:
    work()
    monkeypatch.setattr(sweeping, "ANCHORED", dt.timedelta())
    monkeypatch.delattr(anchors, "write")
    assert work() == (0, [])


def test_a_ledger_that_does_not_continue_its_anchors_is_told_and_gets_none(
    work, cast: Cast, settings
) -> None:
    work()
    (kept,) = settings.ANCHOR_DIR.glob("*")
    longer = kept.with_name("000000009999.checkpoint")
    kept.rename(longer)
    longer.write_text(longer.read_text().replace("\n", "\n9", 1))
    yesterday = ago(hours=25).timestamp()
    os.utime(longer, (yesterday, yesterday))
    assert work()[0] == 1
    assert list(settings.ANCHOR_DIR.glob("*")) == [longer]


def test_an_empty_ledger_has_no_anchor(work, settings) -> None:
    assert not LedgerEntry.objects.exists()
    assert work() == (0, [])


def test_a_chore_that_fails_is_told_and_stops_no_mail(work, cast: Cast, mails, settings) -> None:
    settings.ANCHOR_DIR.write_text("a file where a folder should be")
    code, lines = work()
    assert code == 1
    assert len(mail.outbox) == 2
    (told,) = [line["outcome"] for line in lines if line["job"] == "anchor"]
    assert told.startswith("failed (")


def test_where_mails_are_sent_at_once_the_sweep_sends_what_is_left(work, mails, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    _code, lines = work()
    assert [line["outcome"] for line in lines] == ["handed on 2"]
    assert len(mail.outbox) == 2
