"""Is a credential in force on day d, as known at moment k? Every boundary, with its reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from articles.credentials import standing
from articles.stages import StandingReason

from .cases import (
    NOW,
    TODAY,
    Policy,
    certificate,
    check,
    day,
    lapsed,
    licence,
    moment,
    primary,
    status,
)


def code(facts, others=(), *, on=TODAY, known_at=NOW, **policy) -> str:
    """The refusal's code, or nothing when in force."""
    found = standing.objection(facts, others, on, known_at, Policy(**policy))
    return found.code.removeprefix("credential_") if found else ""


def sentence(facts, *, on=TODAY) -> str:
    return str(standing.objection(facts, (), on, NOW, Policy()))


def test_in_force_checked_by_two_people_and_fresh_there_is_nothing_against_it() -> None:
    assert code(certificate()) == ""
    assert code(licence()) == ""


# From when.


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2009-11-03", "not_yet"), ("2009-11-04", "no_status"), ("2009-11-05", "")],
)
def test_it_begins_on_the_day_of_issue_and_with_its_first_status(on, expected) -> None:
    facts = certificate(
        statuses=(status(since="2009-11-05", recorded="2009-11-05"),),
        checks=(check("2009-11-01", confirmed="2009-11-02"),),
    )

    assert code(facts, on=day(on)) == expected


def test_without_a_day_of_issue_the_status_decides() -> None:
    assert code(certificate(initial_on=None)) == ""


def test_without_any_status_it_counts_for_nothing() -> None:
    assert code(certificate(statuses=())) == "no_status"


# Not in force.


@pytest.mark.req("CR-01")
@pytest.mark.parametrize("reason", [r for r in StandingReason if r])
def test_it_is_not_in_force_for_each_reason_and_says_which(reason) -> None:
    facts = certificate(statuses=(status(), lapsed(reason, since="2025-12-24")))

    assert code(facts) == "not_in_force"
    assert sentence(facts) == (
        f"Rheumatology is not in force: {reason.label.lower()} since 24 Dec 2025."
    )


@pytest.mark.req("CR-02")
def test_standing_is_read_apart_from_taking_part_in_continuing_certification() -> None:
    """``continuing`` is not among the facts that are judged: “No” alone takes nothing away."""
    assert not hasattr(status(), "continuing")


@pytest.mark.parametrize(("on", "expected"), [("2025-12-23", ""), ("2025-12-24", "not_in_force")])
def test_a_lapse_counts_from_its_first_day(on, expected) -> None:
    facts = certificate(
        statuses=(status(), lapsed(since="2025-12-24", recorded="2026-01-01")),
        checks=(check("2025-12-01", confirmed="2025-12-02"),),
    )

    assert code(facts, on=day(on)) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-01-31", ""),
        ("2026-02-01", "not_in_force"),
        ("2026-02-09", "not_in_force"),
        ("2026-02-10", ""),
    ],
)
def test_the_end_of_a_status_is_the_first_day_it_no_longer_holds(on, expected) -> None:
    """Afterwards the status under it holds again."""
    pause = lapsed("inactive", since="2026-02-01", until="2026-02-10", recorded="2026-02-01")

    assert code(certificate(statuses=(status(), pause)), on=day(on)) == expected


def test_after_a_status_that_ended_with_none_under_it_there_is_none() -> None:
    facts = certificate(statuses=(status(until="2026-03-01"),))

    assert code(facts, on=day("2026-02-28")) == ""
    assert code(facts, on=day("2026-03-01")) == "no_status"


@pytest.mark.parametrize("shuffled", [False, True])
def test_of_two_statuses_for_a_day_the_one_recorded_last_is_right(shuffled) -> None:
    """Not the one that takes effect last: a correction names the earlier day again."""
    wrong = lapsed(since="2026-02-01", recorded="2026-02-01", number=2)
    corrected = status(since="2026-01-01", recorded="2026-02-02", number=3)
    known = (corrected, wrong, status()) if shuffled else (status(), wrong, corrected)

    assert code(certificate(statuses=known)) == ""


def test_recorded_at_the_same_moment_the_later_row_is_right() -> None:
    rows = (lapsed(recorded="2026-02-01", number=8), status(recorded="2026-02-01", number=9))

    assert standing.status_on(certificate(statuses=rows), TODAY, NOW).id == 9
    assert standing.status_on(certificate(statuses=rows[::-1]), TODAY, NOW).id == 9


# What was known when.


LATE = certificate(
    statuses=(status(), lapsed("suspended", since="2026-02-01", recorded="2026-02-20"))
)
"""A suspension from 1 February that became known on the 20th."""


@pytest.mark.parametrize(
    ("on", "known_at", "expected"),
    [
        ("2026-02-10", "2026-02-10", ""),
        ("2026-02-10", "2026-02-19T23:59:59", ""),
        ("2026-02-10", "2026-02-20", "not_in_force"),
        ("2026-02-10", "2026-03-01", "not_in_force"),
        ("2026-01-31", "2026-03-01", ""),
    ],
)
def test_a_signature_was_good_on_what_was_known_and_is_not_on_what_is(on, known_at, expected):
    assert code(LATE, on=day(on), known_at=moment(known_at)) == expected


# Until when.


@pytest.mark.req("CR-03")
@pytest.mark.parametrize(
    ("on", "expected"), [("2026-02-27", ""), ("2026-02-28", ""), ("2026-03-01", "ended")]
)
def test_the_printed_last_day_is_the_last_day_in_force(on, expected) -> None:
    assert code(certificate(ends_on=day("2026-02-28")), on=day(on)) == expected


def test_it_says_when_it_ended() -> None:
    assert sentence(certificate(ends_on=day("2025-12-31"))) == (
        "Rheumatology ended on 31 Dec 2025."
    )


# The certificate under it.

GONE = primary(statuses=(status(), lapsed(since="2022-12-31", recorded="2023-01-01")))


@pytest.mark.parametrize(
    ("required", "others", "expected"),
    [
        (False, (), ""),
        (False, (GONE,), ""),
        (True, (primary(),), ""),
        (True, (GONE,), "underlying"),
        (True, (), "underlying"),
        (True, (primary(checks=()),), "unverified"),
        (True, (licence(),), "underlying"),
        (True, (replace(primary(), certificate_id=21),), "underlying"),
        (True, (GONE, primary(id=4)), ""),
    ],
    ids=[
        "not required, none",
        "not required, lapsed",
        "required, in force",
        "required, lapsed",
        "required, none",
        "required, never checked",
        "required, only a licence",
        "required, another certificate",
        "required, one of two in force",
    ],
)
def test_whether_the_primary_certificate_must_be_kept_is_the_boards_rule(
    required, others, expected
) -> None:
    assert code(certificate(requires_underlying=required), others) == expected


def test_a_parent_that_nobody_named_is_not_kept_by_a_licence() -> None:
    orphan = certificate(requires_underlying=True, parent_id=None)

    assert code(orphan, (licence(),)) == "underlying"


# Checked at its source.


@pytest.mark.req("A11-02", "FH-04")
@pytest.mark.parametrize(
    "checks",
    [
        (),
        (check(confirmed=None),),
        (check(method="self_attested"),),
        (check(outcome="val-fail"),),
        (check(outcome="in-process"),),
        (check("2026-03-02", confirmed="2026-03-02"),),
        (check(confirmed="2026-03-01T12:00:01"),),
    ],
    ids=[
        "never",
        "by one person",
        "by the holder's word",
        "failed",
        "not finished",
        "after the day",
        "confirmed later",
    ],
)
def test_it_counts_only_when_two_people_saw_it_at_its_source(checks) -> None:
    assert code(certificate(checks=checks)) == "unverified"


def test_the_holders_word_takes_nothing_from_an_earlier_check() -> None:
    checks = (check(number=1), check("2026-02-20", method="self_attested", number=2))

    assert code(certificate(checks=checks)) == ""
    assert standing.check_on(certificate(checks=checks), TODAY, NOW).id == 1


@pytest.mark.req("FH-04")
def test_a_later_check_that_failed_outweighs_the_one_that_went_well() -> None:
    failed = check("2026-02-20", outcome="val-fail", confirmed="2026-02-21", number=2)
    again = check("2026-02-25", confirmed="2026-02-26", number=3)

    assert code(certificate(checks=(check(), failed))) == "unverified"
    assert code(certificate(checks=(check(), failed)), on=day("2026-02-19")) == ""
    assert code(certificate(checks=(again, check(), failed))) == ""


def test_a_failed_check_that_nobody_confirmed_changes_nothing() -> None:
    failed = check("2026-02-20", outcome="val-fail", confirmed=None, number=2)

    assert code(certificate(checks=(check(), failed))) == ""


@pytest.mark.parametrize(
    ("known_at", "expected"),
    [("2026-01-15T23:59:59", "unverified"), ("2026-01-16", ""), ("2026-02-01", "")],
)
def test_a_check_counts_from_the_moment_it_was_confirmed(known_at, expected) -> None:
    assert code(certificate(), on=day("2026-01-15"), known_at=moment(known_at)) == expected


# For how long.


@pytest.mark.req("CR-04")
@pytest.mark.parametrize(
    ("days_later", "expected"), [(0, ""), (89, ""), (90, ""), (91, "stale"), (400, "stale")]
)
def test_a_check_goes_stale_after_the_days_of_the_policy(days_later, expected) -> None:
    on = day("2026-01-15") + dt.timedelta(days=days_later)
    later = dt.datetime(2028, 1, 1, tzinfo=dt.UTC)

    assert code(certificate(), on=on, known_at=later, verification_days=90) == expected


def test_ended_and_stale_are_two_states() -> None:
    old = (check("2024-01-01", confirmed="2024-01-02"),)

    assert code(certificate(checks=old)) == "stale"
    assert code(certificate(checks=old, ends_on=day("2025-01-01"))) == "ended"
    assert sentence(certificate(checks=old)) == ("Rheumatology was last verified 790 days ago.")


@pytest.mark.req("CR-04")
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-03-31", ""),
        ("2026-04-01", ""),
        ("2026-04-30", ""),
        ("2026-05-01", "stale"),
        ("2026-05-02", "stale"),
    ],
)
def test_after_a_boards_annual_day_and_its_grace_the_check_must_be_newer(on, expected) -> None:
    assert code(certificate(anniversary=(4, 1)), on=day(on)) == expected


@pytest.mark.req("CR-04")
@pytest.mark.parametrize(
    ("checked", "on", "expected"),
    [
        ("2026-03-31", "2026-05-01", "stale"),
        ("2026-04-01", "2026-05-01", ""),
        ("2026-04-01", "2027-03-31", ""),
        ("2025-12-31", "2026-01-30", ""),
    ],
)
def test_a_check_on_the_annual_day_itself_is_new_enough(checked, on, expected) -> None:
    facts = certificate(anniversary=(4, 1), checks=(check(checked, confirmed=checked),))

    assert code(facts, on=day(on), known_at=moment("2028-01-01")) == expected


@pytest.mark.parametrize(
    ("on", "grace", "expected"),
    [
        ("2026-03-31", 0, ""),
        ("2026-04-01", 0, "stale"),
        ("2026-04-02", 1, "stale"),
        ("2026-04-01", 1, ""),
    ],
)
def test_the_grace_is_the_policys(on, grace, expected) -> None:
    facts = certificate(anniversary=(4, 1))

    assert code(facts, on=day(on), grace_days=grace) == expected


@pytest.mark.parametrize(("on", "expected"), [("2026-01-30", ""), ("2026-01-31", "stale")])
def test_a_grace_may_reach_into_the_next_year(on, expected) -> None:
    facts = certificate(anniversary=(12, 31), checks=(check("2025-12-30", confirmed="2025-12-30"),))

    assert code(facts, on=day(on), grace_days=31) == expected


def test_it_says_since_when_a_new_check_is_due() -> None:
    assert sentence(certificate(anniversary=(4, 1)), on=day("2026-05-01")) == (
        "Rheumatology must be verified again since 1 Apr 2026."
    )
