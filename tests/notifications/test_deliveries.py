"""Held by one, tried again after a pause, sent once or given up with a reason."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import notifications, outbox
from articles.models import Delivery
from articles.notifications import deliveries
from articles.stages import DeliveryKind
from tests.notifications.mailserver import MailServer

pytestmark = pytest.mark.django_db
IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
NOBODY_LISTENS = 9
"""The port of `discard`, on which no test machine serves anything."""


def change(row: Delivery, **columns) -> None:
    Delivery.objects.filter(pk=row.pk).update(**columns)


def state(row: Delivery) -> tuple[bool, bool, bool, int, str]:
    """Sent, given up, held, tries, error."""
    row.refresh_from_db()
    ends = (row.sent_at, row.given_up_at, row.leased_until)
    return (*(end is not None for end in ends), row.attempts, row.error)


def test_what_is_owed_is_sent_once(ada, owe) -> None:
    row = owe(ada)
    assert [notifications.send(row.pk) for _ in range(2)] == ["sent", "not due"]
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]
    assert state(row) == (True, False, False, 1, "")


def test_what_is_due_later_waits(ada, owe) -> None:
    row = owe(ada)
    change(row, due_at=timezone.now() + dt.timedelta(seconds=5))
    assert (notifications.send(row.pk), mail.outbox) == ("not due", [])


def test_while_one_holds_it_no_other_sends_it_and_a_lost_lease_runs_out(ada, owe) -> None:
    row, now = owe(ada), timezone.now()
    change(row, leased_until=now + dt.timedelta(seconds=30), attempts=1)
    assert (notifications.send(row.pk), mail.outbox) == ("not due", [])
    change(row, leased_until=now - dt.timedelta(seconds=1))
    assert notifications.send(row.pk) == "sent"
    assert state(row) == (True, False, False, 2, "")


def test_the_lease_is_taken_before_the_mail_is_written(ada, owe, monkeypatch) -> None:
    row = owe(ada)
    seen = []
    monkeypatch.setattr(EmailMessage, "send", lambda _mail: seen.append(state(row)))
    notifications.send(row.pk)
    assert seen == [(False, False, True, 1, "")]


def test_each_failure_waits_longer_and_the_last_is_given_up(ada, owe, settings, caplog) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", NOBODY_LISTENS
    row, reason = owe(ada), "The mail server could not be reached (ConnectionRefusedError)."
    waited = []
    for tried in range(1, 8):
        change(row, due_at=timezone.now())
        assert notifications.send(row.pk) == "failed"
        assert state(row) == (False, False, False, tried, reason)
        waited.append(round((row.due_at - timezone.now()).total_seconds() / 60))
    assert waited == [1, 5, 30, 120, 480, 1440, 1440]
    change(row, due_at=timezone.now())
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert notifications.send(row.pk) == "given up"
    assert state(row) == (False, True, False, 8, reason)
    (last,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert last.getMessage() == f"Delivery {row.pk} is given up, try 8: {reason}"
    change(row, due_at=timezone.now())
    assert notifications.send(row.pk) == "not due"


def test_a_failure_that_passes_leaves_no_trace(ada, owe, settings) -> None:
    row = owe(ada)
    change(row, attempts=3, error="The mail server could not be reached (TimeoutError).")
    assert notifications.send(row.pk) == "sent"
    assert state(row) == (True, False, False, 4, "")


def test_a_refused_address_is_kept_out_of_the_reason_and_the_log(
    ada, owe, server: MailServer, caplog
) -> None:
    server.rcpt = "550 <ada@example.org> unknown, password hunter2"
    row = owe(ada)
    assert notifications.send(row.pk) == "failed"
    assert state(row)[4] == "The mail server refused it (SMTPRecipientsRefused)."
    assert "ada@" not in caplog.text and "hunter2" not in caplog.text


def test_without_an_address_it_is_given_up_at_once(ada, owe, caplog) -> None:
    ada.email = ""
    ada.save()
    row = owe(ada)
    assert notifications.send(row.pk) == "given up"
    assert state(row) == (False, True, False, 1, "The account has no mail address.")
    assert "no mail address" in caplog.text and mail.outbox == []


def test_an_address_that_breaks_headers_is_a_failure_like_others(ada, owe) -> None:
    ada.email = "ada@example.org\nBcc: all@example.org"
    ada.save()
    row = owe(ada)
    assert notifications.send(row.pk) == "failed"
    assert state(row)[4] == "The mail is not well formed (BadHeaderError)."


def test_a_mail_that_kills_each_of_its_workers_is_given_up(ada, owe) -> None:
    row = owe(ada)
    change(row, attempts=deliveries.TRIES, leased_until=timezone.now())
    assert (notifications.send(row.pk), mail.outbox) == ("given up", [])
    assert state(row)[4] == "Every try was cut off."


def test_a_mail_that_cannot_be_written_says_so_and_is_logged_with_its_cause(
    ada, owe, caplog
) -> None:
    row = owe(ada, DeliveryKind.RECEIPT, "b9f0e7a4-6a58-4a33-9f3f-0c8f3f1f1c11")
    assert notifications.send(row.pk) == "failed"
    assert state(row)[4] == "It could not be written (DoesNotExist)."
    assert "Traceback" in caplog.text


def test_who_lost_the_lease_does_not_undo_what_the_next_one_did(ada, owe, monkeypatch) -> None:
    row = owe(ada)
    later = timezone.now() + dt.timedelta(minutes=9)

    def overtaken(_mail: EmailMessage) -> None:
        change(row, leased_until=later)
        raise TimeoutError

    monkeypatch.setattr(EmailMessage, "send", overtaken)
    notifications.send(row.pk)
    assert state(row)[:3] == (False, False, True) and row.leased_until == later


def test_an_act_makes_a_job_for_the_worker(ada, owe, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = owe(ada)
    job = DBTaskResult.objects.get()
    assert (job.status, job.args_kwargs) == ("READY", {"args": [row.pk], "kwargs": {}})
    assert (job.task_path, mail.outbox) == ("articles.notifications.tasks.deliver", [])


def test_a_laptop_sends_at_once_after_the_act_is_stored(
    ada, settings, django_capture_on_commit_callbacks
) -> None:
    settings.TASKS = IMMEDIATE
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        outbox.owe(DeliveryKind.PASSWORD_SET, ada, "1", timezone.now())
        assert mail.outbox == []
    assert len(mail.outbox) == 1
    assert Delivery.objects.get().sent_at is not None


@pytest.mark.parametrize("failure", [ConnectionRefusedError(), ZeroDivisionError()])
def test_on_a_laptop_too_a_mail_that_fails_breaks_nobodys_act(
    ada, settings, monkeypatch, django_capture_on_commit_callbacks, failure: Exception
) -> None:
    def fail(_mail: EmailMessage) -> None:
        raise failure

    settings.TASKS = IMMEDIATE
    monkeypatch.setattr(EmailMessage, "send", fail)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        outbox.owe(DeliveryKind.PASSWORD_SET, ada, "1", timezone.now())
    assert state(Delivery.objects.get())[:4] == (False, False, False, 1)
