"""Checks that fall due: what the rule wants, all of it, the oldest first; and the look ahead."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.credentials import checking, due, outlook, recording, standing
from articles.credentials.due import Window, wants_a_check
from articles.credentials.due_sieve import NEVER, sieved
from articles.credentials.loading import load_many
from articles.models import Board, Credential, Reviewer
from articles.stages import (
    CheckMethod,
    CredentialKind,
    Duration,
    StandingReason,
    Umbrella,
)
from tests.cast import SEEN, Cast, person
from tests.credentials.news import Clock, certificate_of, fail, revoke, today
from tests.credentials.town import START, Town

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DAY = dt.timedelta(days=1)


def queue(**asked) -> due.Queue:
    return due.queue(**{"on": today(), "known_at": timezone.now(), **asked})


def due_of(user, **asked) -> due.Due | None:
    credential = certificate_of(user)
    return next((row for row in queue(**asked).rows if row.credential == credential), None)


def annual(cast: Cast, day: dt.date) -> Board:
    board = cast.certificates["Rheumatology"].board
    board.reverify_month, board.reverify_day = day.month, day.day
    return recording.save(board, actor=cast.officer, reason="As the board says")


# By age.


def test_a_check_falls_due_by_age_and_blocks_the_day_after(cast: Cast, clock: Clock) -> None:
    checked = today()
    age = checked + 365 * DAY

    assert due_of(cast.physician, ahead=364) is None
    found = due_of(cast.physician, ahead=365)
    assert (found.checked_on, found.due_on, found.blocks_on, found.objection) == (
        checked, age, age + DAY, None
    )  # fmt: skip
    clock.later(366)
    assert due_of(cast.physician).objection.code == "credential_stale"


def test_the_strictest_policy_in_use_decides(cast: Cast) -> None:
    cast.policy("Strict", article_type="treatment", verification_days=100)
    assert due_of(cast.physician, ahead=100).due_on == today() + 100 * DAY
    assert due_of(cast.physician, ahead=99) is None


def test_one_that_nobody_checked_is_due_at_once_and_says_why(cast: Cast) -> None:
    found = due_of(cast.unverified, ahead=1)
    assert (found.checked_on, found.due_on, found.blocks_on) == (None, None, None)
    assert found.objection.code == "credential_unverified"


# By the board's day.


def test_a_check_before_the_boards_day_is_due_on_it_and_blocks_after_the_grace(
    cast: Cast, clock: Clock
) -> None:
    board_day = dt.date(today().year + 1, 4, 1)
    annual(cast, board_day)
    clock.later((board_day - today()).days - 20)

    found = due_of(cast.physician, ahead=20)

    assert (found.due_on, found.blocks_on) == (board_day, board_day + 30 * DAY)
    assert due_of(cast.physician, ahead=19) is None


def test_a_check_on_the_eve_of_the_boards_day_is_due_the_day_after(
    cast: Cast, clock: Clock
) -> None:
    board_day = dt.date(today().year + 1, 4, 1)
    annual(cast, board_day)
    clock.later((board_day - today()).days - 1)
    cast.verify(certificate_of(cast.physician))
    assert due_of(cast.physician, ahead=0) is None
    assert due_of(cast.physician, ahead=1).due_on == board_day


def test_a_check_on_the_boards_day_or_after_it_counts_until_the_next(
    cast: Cast, clock: Clock
) -> None:
    board_day = dt.date(today().year + 1, 4, 1)
    annual(cast, board_day)
    clock.later((board_day - today()).days)
    cast.verify(certificate_of(cast.physician))
    assert due_of(cast.physician, ahead=300) is None


def test_a_boards_day_that_has_not_come_draws_nobody_in(cast: Cast) -> None:
    ahead = today() + 20 * DAY
    annual(cast, ahead.replace(day=min(ahead.day, 28)))
    window = Window(today(), timezone.now(), 10, due.Strictest())
    taken = sieved(window.on, window.known_at, window.limit, window.rules)
    assert [credential.pk for credential in taken] == [certificate_of(cast.unverified).pk]


# What no check counts for, and what none would mend.


def test_a_failed_check_takes_the_one_before_it_away(cast: Cast, clock: Clock) -> None:
    assert due_of(cast.physician) is None
    clock.later(1)
    fail(cast, certificate_of(cast.physician))
    assert due_of(cast.physician).checked_on is None


def test_changed_terms_need_a_new_check_even_on_the_same_day(cast: Cast) -> None:
    credential = certificate_of(cast.physician)
    credential.duration, credential.ends_on = Duration.TIME_LIMITED, today() + 900 * DAY
    recording.save(credential, actor=cast.officer, reason="As printed")
    assert due_of(cast.physician).checked_on is None
    cast.verify(credential)
    assert due_of(cast.physician) is None


def test_a_check_counts_from_the_moment_its_second_person_was_heard(
    cast: Cast, clock: Clock
) -> None:
    before = timezone.now()
    clock.later(1)
    cast.verify(certificate_of(cast.unverified), checked_on=today() - DAY)
    assert due_of(cast.unverified) is None
    assert due_of(cast.unverified, known_at=before).checked_on is None


@pytest.mark.parametrize("standing", ["holder", "alone"])
def test_the_holders_word_and_one_officers_are_no_check(cast: Cast, standing: str) -> None:
    credential = certificate_of(cast.unverified)
    if standing == "holder":
        cast.verify(credential, method=CheckMethod.SELF_ATTESTED)
    else:
        checking.check(
            credential,
            actor=cast.officer,
            method="psv_vendor",
            note="Looked up",
            evidence_digest=SEEN,
        )
    assert due_of(cast.unverified).checked_on is None


def test_what_has_ended_at_its_source_is_left_out(cast: Cast) -> None:
    revoke(cast, certificate_of(cast.unverified), today())
    assert due_of(cast.unverified) is None


def test_what_lost_the_certificate_that_it_rests_on_is_left_out(cast: Cast) -> None:
    certificate = cast.certificates["Rheumatology"]
    certificate.parent = cast.certificates["Internal Medicine"]
    certificate.requires_underlying = True
    recording.save(certificate, actor=cast.officer, reason="As the board says")
    assert due_of(cast.unverified) is None


def test_a_degree_blocks_nothing_and_is_left_out(cast: Cast) -> None:
    degree = Credential(reviewer=cast.physician.reviewer, kind=CredentialKind.DEGREE, title="MD")
    recording.save(degree, actor=cast.officer, reason="Diploma seen")
    assert [row.credential for row in queue().rows] == [certificate_of(cast.unverified)]


def test_somebody_who_left_is_left_out(cast: Cast) -> None:
    reviewer = cast.unverified.reviewer
    reviewer.is_active = False
    recording.save(reviewer, actor=cast.officer, reason="Retired")
    assert queue().rows == []


def test_a_board_narrows_it(cast: Cast) -> None:
    own = cast.certificates["Rheumatology"].board
    other = recording.save(
        Board(code="X", name="Other", umbrella=Umbrella.OTHER), actor=cast.officer, reason="Other"
    )
    assert [row.credential for row in queue(board=own).rows] == [certificate_of(cast.unverified)]
    assert queue(board=other).rows == []


def test_checks_that_wait_for_a_second_person_are_told_apart(cast: Cast, clock: Clock) -> None:
    credential = certificate_of(cast.unverified)
    details = {"method": CheckMethod.VENDOR, "note": "Looked up", "evidence_digest": SEEN}
    first = checking.check(credential, actor=cast.officer, **details)
    clock.later(1)
    second = checking.check(credential, actor=cast.second_officer, **details)
    assert list(due.waiting()) == [first, second]
    checking.confirm(first, actor=cast.second_officer)
    assert list(due.waiting()) == [second]


# The sieve takes everything that the rule wants; the pages give it once, the oldest first.


def windows(town: Town) -> list[Window]:
    """Days around those that the rows are about, known at any moment, by any policy."""
    return [
        Window(
            town.day(),
            town.pick(town.clock, START + dt.timedelta(days=town.dice(60))),
            town.pick(0, 30, 60, 90),
            due.Strictest(town.pick(30, 200, 365), town.pick(0, 30)),
        )
        for _ in range(6)
    ]


@pytest.fixture(params=range(12))
def town(request, cast: Cast, clock: Clock) -> Town:
    """Checks, statuses and terms of every sort, and a board with a day in most of them."""
    town = Town(cast, seed=request.param)
    if request.param % 4:
        annual(cast, dt.date(2026, town.pick(1, 2, 3, 12), 1 + town.dice(28)))
    for credential in Credential.objects.order_by("pk"):
        if town.dice(2):
            since = START + dt.timedelta(hours=town.dice(24 * 60))
            Credential.objects.filter(pk=credential.pk).update(terms_since=since)
    return town


def wanted(window: Window) -> set[int]:
    """What the rule says of each credential of everybody active."""
    profiles = load_many(Reviewer.objects.filter(is_active=True), on=window.on)
    return {
        facts.id
        for profile in profiles.values()
        for facts in profile.credentials
        if wants_a_check(facts, profile.credentials, window)
    }


def test_whatever_the_rule_wants_the_sieve_takes(town: Town) -> None:
    for window in windows(town):
        taken = sieved(window.on, window.known_at, window.limit, window.rules)
        assert wanted(window) - set(taken.values_list("pk", flat=True)) == set()


def test_and_nothing_more_but_what_has_ended_or_failed_on_the_very_day(town: Town) -> None:
    for window in windows(town):
        taken = sieved(window.on, window.known_at, window.limit, window.rules)
        for credential in taken.exclude(pk__in=wanted(window)):
            own = load_many(Reviewer.objects.all(), on=window.on)[credential.reviewer_id]
            [facts] = [each for each in own.credentials if each.id == credential.pk]
            over = standing.ended(facts, own.credentials, window.on, window.known_at)
            days = [check.checked_on for check in facts.checks]
            assert over is not None or len(days) > len(set(days))


def test_it_sorts_by_the_day_of_the_check_that_the_rule_counts(town: Town) -> None:
    for window in windows(town):
        profiles = load_many(Reviewer.objects.all(), on=window.on)
        own = {f.id: f for profile in profiles.values() for f in profile.credentials}
        for credential in sieved(window.on, window.known_at, dt.date.max, window.rules):
            facts = own[credential.pk]
            check = standing.check_on(facts, window.on, window.known_at)
            days = [each.checked_on for each in facts.checks]
            assert credential.checked == (check.checked_on if check else NEVER) or (
                credential.checked == NEVER and len(days) > len(set(days))
            )


def test_the_pages_give_all_that_the_rule_wants_once_and_in_order(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "PAGE", 2)
    for window in windows(town):
        monkeypatch.setattr(due, "strictest", lambda rules=window.rules: rules)
        asked = {"on": window.on, "known_at": window.known_at, "ahead": window.ahead}
        seen, after = [], ""
        while True:
            page = due.queue(**asked, after=after)
            seen += page.rows
            if not (after := page.after):
                break
        assert sorted(row.credential.pk for row in seen) == sorted(wanted(window))
        keys = [(row.credential.checked, row.credential.pk) for row in seen]
        assert keys == sorted(keys)


def test_a_cursor_without_sense_gives_the_first_page(cast: Cast) -> None:
    for after in ("", "x", "2026-01-01_", "2026-13-01_4", "2026-01-01_x"):
        assert queue(after=after) == queue()


# The look ahead.


def look(ahead: int = 60, **asked) -> outlook.Outlook:
    values = {"on": today(), "known_at": timezone.now(), "boards": Board.objects.all(), **asked}
    return outlook.overview(ahead=ahead, **values)[1]


def test_it_says_how_many_the_boards_day_will_stop(cast: Cast, clock: Clock) -> None:
    """Of four physicians three are verified; one of these has been checked since."""
    board_day = dt.date(today().year + 1, 4, 1)
    annual(cast, board_day)
    clock.later((board_day - today()).days + 5)
    cast.verify(certificate_of(cast.physician))

    assert look() == outlook.Outlook(day=board_day + 30 * DAY, blocked=2, able=3, of_all=True)


def test_it_looks_no_further_than_asked(cast: Cast, clock: Clock) -> None:
    board_day = dt.date(today().year + 1, 4, 1)
    annual(cast, board_day)
    clock.later((board_day - today()).days)
    assert (look(29).blocked, look(29).day) == (0, today() + 29 * DAY)
    assert (look(30).blocked, look(30).day) == (3, today() + 30 * DAY)


def test_without_a_boards_day_it_looks_at_the_last_day_of_the_window(
    cast: Cast, clock: Clock
) -> None:
    clock.later(330)
    assert (look(35).blocked, look(36).blocked) == (0, 3)


def test_whom_no_check_would_help_is_not_counted(cast: Cast, clock: Clock) -> None:
    credential = certificate_of(cast.physician)
    credential.duration, credential.ends_on = Duration.TIME_LIMITED, today() + 340 * DAY
    recording.save(credential, actor=cast.officer, reason="As printed")
    cast.verify(credential)
    clock.later(330)
    assert (look(36).blocked, look(36).able) == (2, 3)


def test_who_may_not_sign_today_is_not_counted(cast: Cast, clock: Clock) -> None:
    revoke(cast, certificate_of(cast.physician), today(), reason=StandingReason.LAPSED)
    clock.later(330)
    assert (look(36).blocked, look(36).able) == (2, 2)


def test_of_too_many_it_speaks_of_those_on_the_page(
    cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlook, "MOST", 2)
    monkeypatch.setattr(due, "PAGE", 2)
    clock.later(330)
    assert look(36) == outlook.Outlook(today() + 36 * DAY, blocked=1, able=1, of_all=False)


def test_queue_and_look_ahead_take_as_many_statements_for_four_as_for_nine(cast: Cast) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            found, _look = outlook.overview(
                on=today(), known_at=timezone.now(), ahead=60, boards=[]
            )
            assert [row.credential.label for row in found.rows]
        return len(captured)

    one = statements()
    for number in range(5):
        cast.register(person(f"new-{number}"), verified=False)
    assert (statements(), one <= 9) == (one, True)
