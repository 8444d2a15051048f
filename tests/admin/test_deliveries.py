"""Mails in the admin: what is owed, sent or given up, to read."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import outbox
from articles.models import Delivery
from articles.stages import DeliveryKind
from tests.admin.conftest import address

REASON = "The mail server could not be reached (TimeoutError)."


@pytest.fixture
def mails(cast):
    """One in each state: by its key, what the list says of it."""
    now = timezone.now()
    states = {
        "Owed": {},
        f"Owed: {REASON}": {"attempts": 2, "error": REASON},
        "Sent": {"sent_at": now, "attempts": 1},
        f"Given up: {REASON}": {"given_up_at": now, "attempts": 8, "error": REASON},
    }
    found = {}
    for about, (word, columns) in enumerate(states.items()):
        outbox.owe(DeliveryKind.PASSWORD_SET, cast.physician, str(about), now)
        row = Delivery.objects.get(about=about)
        Delivery.objects.filter(pk=row.pk).update(**columns)
        found[row.pk] = word
    return found


def listed(client, **asked):
    rows = client.get(address("articles_delivery_changelist"), asked).context["cl"].result_list
    return {row.pk for row in rows}


def test_the_list_says_what_became_of_each_mail(cast, at_door, mails):
    client = at_door(cast.editor)
    page = client.get(address("articles_delivery_changelist")).text
    assert listed(client) == set(mails)
    for word in mails.values():
        assert f'<td class="field-state">{word}</td>' in page


@pytest.mark.parametrize(
    ("state", "begins"), [("open", "Owed"), ("sent", "Sent"), ("failed", "Given")]
)
def test_the_list_shows_one_state_when_asked(cast, at_door, mails, state, begins):
    expected = {key for key, word in mails.items() if word.startswith(begins)}
    assert listed(at_door(cast.editor), state=state) == expected


def test_managing_editors_and_auditors_read_them_and_nobody_else(cast, at_door, mails):
    pages = [
        address("articles_delivery_changelist"),
        address("articles_delivery_change", min(mails)),
    ]
    for user, status in (
        (cast.editor, 200),
        (cast.auditor, 200),
        (cast.officer, 403),
        (cast.writer, 403),
        (cast.publisher, 403),
    ):
        assert [at_door(user).get(page).status_code for page in pages] == [status] * 2, user


def test_no_address_of_a_person_is_on_these_pages(cast, at_door, mails):
    type(cast.physician).objects.filter(pk=cast.physician.pk).update(email="ada@example.org")
    client = at_door(cast.auditor)
    for page in (
        address("articles_delivery_changelist"),
        address("articles_delivery_change", min(mails)),
    ):
        assert "ada@example.org" not in client.get(page).text


def test_the_jobs_behind_them_have_no_page(db):
    assert not admin.site.is_registered(DBTaskResult)
