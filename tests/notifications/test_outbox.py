"""What an act owes is written with it, once, and announced when it is stored."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import outbox
from articles.models import Delivery
from articles.stages import DeliveryKind

pytestmark = pytest.mark.django_db
KIND = DeliveryKind.PASSWORD_SET


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Who was told of what, instead of everybody who sends mails."""
    told: list[int] = []

    def receiver(sender: object, delivery_id: int, **_: object) -> None:
        told.append(delivery_id)

    monkeypatch.setattr(outbox.owed, "receivers", [])
    monkeypatch.setattr(outbox.owed, "sender_receivers_cache", {})
    outbox.owed.connect(receiver, weak=False)
    return told


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", "ada@example.org")


def test_one_insert_and_the_row_is_named_once_the_act_is_stored(
    ada: User, heard: list[int], django_capture_on_commit_callbacks
) -> None:
    at = timezone.now()
    with (
        django_capture_on_commit_callbacks(execute=True),
        CaptureQueriesContext(connection) as asked,
        transaction.atomic(savepoint=False),
    ):
        outbox.owe(KIND, ada, "7", at)
        assert heard == []
    row = Delivery.objects.get()
    assert [said["sql"].split()[0] for said in asked] == ["INSERT"]
    assert (row.kind, row.user, row.about, row.created_at, row.due_at) == (KIND, ada, "7", at, at)
    assert (row.attempts, row.sent_at, row.given_up_at, row.leased_until) == (0, None, None, None)
    assert heard == [row.pk]


def test_said_twice_it_is_owed_once_and_what_became_of_it_stays(
    ada: User, heard: list[int], django_capture_on_commit_callbacks
) -> None:
    first, later = timezone.now(), timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        outbox.owe(KIND, ada, "7", first)
        Delivery.objects.update(sent_at=first, attempts=1)
        outbox.owe(KIND, ada, "7", later)
    row = Delivery.objects.get()
    assert (row.sent_at, row.attempts, row.created_at) == (first, 1, first)
    assert heard == [row.pk, row.pk]


def test_another_thing_person_or_kind_is_another_mail(ada: User, heard: list[int]) -> None:
    eve = User.objects.create_user("eve")
    at = timezone.now()
    for kind, user, about in (
        (KIND, ada, "7"),
        (KIND, ada, "8"),
        (KIND, eve, "7"),
        (DeliveryKind.RECEIPT, ada, "7"),
    ):
        outbox.owe(kind, user, about, at)
    assert Delivery.objects.count() == 4


def test_an_act_that_is_undone_owes_nothing(
    ada: User, heard: list[int], django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        outbox.owe(KIND, ada, "7", timezone.now())
        transaction.set_rollback(True)
    assert (heard, Delivery.objects.count()) == ([], 0)


def test_who_fails_to_hand_it_on_breaks_nobodys_act(
    ada: User, heard: list[int], caplog, django_capture_on_commit_callbacks
) -> None:
    def fail(**_: object) -> None:
        raise ConnectionRefusedError

    outbox.owed.connect(fail, weak=False)
    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        outbox.owe(KIND, ada, "7", timezone.now())
    assert Delivery.objects.count() == 1
    assert "on_commit" in caplog.text
