"""The queue of checks: what waits for a second person, what blocks, what falls due, and ahead."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from articles.credentials import checking, due, recording
from articles.models import Board
from articles.stages import CheckMethod, Umbrella
from tests.cast import SEEN, Cast, person, today
from tests.credentials.news import Clock, certificate_of
from tests.desk.site import changed, rows, signed_in, statements

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ADDRESS = "/reviewers/verification/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def look(user, **query):
    response = signed_in(user).get(ADDRESS, query)
    assert response.status_code == 200
    return response


def groups(response) -> dict[str, list[str]]:
    """By group, whose credentials."""
    return {
        name: [row.credential.reviewer.name for row in found]
        for name, _heading, found in response.context["groups"]
    }


def test_its_address_is_not_taken_for_a_reviewers() -> None:
    assert reverse("verification-queue") == ADDRESS


@pytest.mark.parametrize("role", ["officer", "auditor", "editor", "publisher"])
def test_officers_work_on_it_others_read_it(cast: Cast, role: str) -> None:
    response = look(getattr(cast, role))
    check = reverse("admin:articles_credential_check", args=[certificate_of(cast.unverified).pk])
    assert (check in response.content.decode()) == (role == "officer")


@pytest.mark.parametrize("role", ["writer", "physician"])
def test_writers_and_reviewers_do_not(cast: Cast, role: str) -> None:
    assert signed_in(getattr(cast, role)).get(ADDRESS).status_code == 403


def test_it_groups_by_what_is_at_stake(cast: Cast, clock: Clock) -> None:
    """Ada and Bela checked today, Noel eleven months later, Uma never."""
    clock.later(300)
    cast.verify(certificate_of(cast.unassigned))
    assert groups(look(cast.officer)) == {"never": ["Uma Unverified"]}
    clock.later(40)
    assert groups(look(cast.officer)) == {
        "never": ["Uma Unverified"], "due": ["Ada Moss", "Bela Nemeth"]
    }  # fmt: skip
    clock.later(26)
    found = look(cast.officer)
    assert groups(found) == {"never": ["Uma Unverified"], "now": ["Ada Moss", "Bela Nemeth"]}
    assert "blocks since" in words(found)


def test_a_row_says_when_it_was_checked_when_it_is_due_and_from_when_it_blocks(
    cast: Cast, clock: Clock
) -> None:
    checked = today()
    clock.later(340)
    text = words(look(cast.officer))
    due_on = checked + 365 * DAY
    said = f"{checked:%-d %b %Y} {due_on:%-d %b %Y} blocks from {due_on + DAY:%-d %b %Y}"
    assert said in text
    assert "Rheumatology has not been verified at its source by two people." in text


def test_it_looks_thirty_sixty_or_ninety_days_ahead(cast: Cast, clock: Clock) -> None:
    clock.later(365 - 70)
    found = {days: "due" in groups(look(cast.officer, ahead=days)) for days in (30, 60, 90)}
    assert found == {30: False, 60: False, 90: True}


def test_a_board_narrows_it(cast: Cast) -> None:
    board = Board(code="AOA", name="Another board", umbrella=Umbrella.AOA)
    recording.save(board, actor=cast.officer, reason="Catalogue")
    assert groups(look(cast.officer, board="ABIM")) == {"never": ["Uma Unverified"]}
    empty = look(cast.officer, board="AOA")
    assert groups(empty) == {}
    assert "No check falls due" in words(empty)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"board": "NOWHERE"}, "There is no such board."),
        ({"board": "\0"}, "There is no such board."),
        ({"ahead": "7"}, "Look 30, 60 or 90 days ahead."),
        ({"ahead": "soon"}, "Look 30, 60 or 90 days ahead."),
    ],
)
def test_a_bad_question_is_answered_with_a_sentence(cast: Cast, query, sentence: str) -> None:
    response = signed_in(cast.officer).get(ADDRESS, query)
    assert response.status_code == 422
    assert sentence in words(response)


def test_pages_skip_nothing_and_repeat_nothing(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(due, "PAGE", 2)
    for number in range(4):
        cast.register(person(f"new-{number}"), verified=False)
    client, seen, after = signed_in(cast.officer), [], ""
    while True:
        response = client.get(ADDRESS, {"after": after})
        seen += [name for names in groups(response).values() for name in names]
        if not (after := response.context["queue"].after):
            break
    assert sorted(seen) == ["New 0", "New 1", "New 2", "New 3", "Uma Unverified"]


# A second person.


def made(cast: Cast) -> str:
    """A check by one officer; the address where another confirms it."""
    credential = certificate_of(cast.unverified)
    check = checking.check(
        credential,
        actor=cast.officer,
        method=CheckMethod.VENDOR,
        note="Looked up",
        evidence_digest=SEEN,
    )
    return reverse("admin:articles_credential_confirm", args=[credential.pk, check.pk])


def test_a_check_that_waits_is_offered_to_every_officer_but_the_first(cast: Cast) -> None:
    address = made(cast)
    first, second, auditor = (
        look(user) for user in (cast.officer, cast.second_officer, cast.auditor)
    )
    assert "Waiting for a second person" in words(first)
    assert "You made it; another officer confirms it." in words(first)
    assert address not in first.content.decode()
    assert address in second.content.decode()
    assert address not in auditor.content.decode()
    assert "Waiting for a second person" in words(auditor)


def test_the_holder_is_offered_neither_check_nor_confirmation(cast: Cast) -> None:
    both = person("both", "Credential officers", "Medical reviewers")
    cast.register(both, verified=False)
    credential = certificate_of(both)
    checking.check(
        credential,
        actor=cast.officer,
        method=CheckMethod.VENDOR,
        note="Looked up",
        evidence_digest=SEEN,
    )
    text = look(both).content.decode()
    for name in ("change", "check"):
        assert reverse(f"admin:articles_credential_{name}", args=[credential.pk]) not in text
    assert "Your own; others confirm it." in text
    assert "Your own; others check it." in text


def test_once_confirmed_it_waits_no_more(cast: Cast) -> None:
    made(cast)
    checking.confirm(due.waiting().get(), actor=cast.second_officer)
    assert "Waiting for a second person" not in words(look(cast.second_officer))


# Ahead.


def test_it_says_how_many_cannot_sign_on_the_day_that_the_grace_runs_out(
    cast: Cast, clock: Clock
) -> None:
    board = cast.certificates["Rheumatology"].board
    board.reverify_month, board.reverify_day = 4, 1
    recording.save(board, actor=cast.officer, reason="As the board says")
    april = dt.date(today().year + 1, 4, 1)
    clock.later((april - today()).days)
    cast.verify(certificate_of(cast.physician))
    sentence = f"On 1 May {april.year}, 2 of 3 reviewers cannot sign unless they are checked."
    assert sentence in words(look(cast.editor))


def test_it_says_when_nobody_is_stopped(cast: Cast) -> None:
    until = today() + 60 * DAY
    sentence = f"Until {until:%-d %b %Y} nobody is kept from signing by a check that has grown old."
    assert sentence in words(look(cast.editor))


def test_home_shows_an_officer_what_falls_due(cast: Cast) -> None:
    address = reverse("admin:articles_credential_check", args=[certificate_of(cast.unverified).pk])
    home = signed_in(cast.officer).get("/")
    assert "Checks that fall due" in words(home)
    assert address in home.content.decode()
    assert "Checks that fall due" not in words(signed_in(cast.editor).get("/"))


def test_as_many_statements_for_one_as_for_eight_and_few(cast: Cast) -> None:
    """A dozen, beside session, account and its permissions."""
    client = signed_in(cast.second_officer)
    made(cast)
    one = {address: statements(client, address) for address in (ADDRESS, "/")}
    for number in range(7):
        user = person(f"new-{number}")
        cast.register(user, verified=False)
        credential = certificate_of(user)
        checking.check(
            credential,
            actor=cast.officer,
            method=CheckMethod.VENDOR,
            note="Looked up",
            evidence_digest=SEEN,
        )
    assert {address: statements(client, address) for address in one} == one
    assert one[ADDRESS] <= 4 + 12


def test_looking_changes_nothing(cast: Cast) -> None:
    made(cast)
    before = rows()
    look(cast.officer)
    assert changed(before) == []
