"""Credential in force (d, k): what was true on a day, by what was known at a moment. One table.

``d`` is the day asked about, ``k`` the moment of knowledge; each row says which reason stands
against the credential, or "" where none does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.credentials import standing
from articles.credentials.facts import Cover, Facts

from .cases import NOW, TODAY, Policy, certificate, check, day, lapsed, moment, primary, status

LATER = "2030-01-01"
"""A moment at which everything in these cases is known."""


@dataclass(frozen=True)
class Life:
    """One credential, and what else its holder holds."""

    facts: Facts
    others: Sequence[Facts] = ()
    policy: Policy = field(default_factory=Policy)

    def objection(self, on: str, known_at: str) -> str:
        found = standing.objection(self.facts, self.others, day(on), moment(known_at), self.policy)
        return found.code.removeprefix("credential_") if found else ""


CHECKED = (check("2026-01-15", confirmed="2026-01-16"),)

LIVES = {
    "for life": Life(
        certificate(
            initial_on=day("1987-09-16"),
            statuses=(status(since="1987-09-16"),),
            checks=(check("1987-09-01", confirmed="1987-09-02", number=1), *CHECKED),
        )
    ),
    "to a printed day": Life(certificate(ends_on=day("2026-02-28"))),
    "without an end": Life(certificate(ends_on=None)),
    "lapsed": Life(
        certificate(statuses=(status(), lapsed(since="2026-02-10", recorded="2026-02-12")))
    ),
    "suspended and reinstated": Life(
        certificate(
            statuses=(
                status(),
                lapsed("suspended", since="2026-02-01", recorded="2026-02-02", number=2),
                status(since="2026-02-15", recorded="2026-02-16", number=3),
            )
        )
    ),
    "suspended for a fixed time": Life(
        certificate(
            statuses=(
                status(),
                lapsed("suspended", since="2026-02-01", until="2026-02-15", recorded="2026-02-02"),
            )
        )
    ),
    "revoked with a day in the past": Life(
        certificate(
            statuses=(status(), lapsed("revoked", since="2026-01-20", recorded="2026-02-20"))
        )
    ),
    "lapsed by mistake, corrected": Life(
        certificate(
            statuses=(
                status(),
                lapsed(since="2026-02-01", recorded="2026-02-03", number=2),
                status(since="2026-02-01", recorded="2026-02-20", number=3),
            )
        )
    ),
    "lapsed by mistake, taken back from an earlier day": Life(
        certificate(
            statuses=(
                status(),
                lapsed(since="2026-02-01", recorded="2026-02-03", number=2),
                status(since="2026-01-10", recorded="2026-02-20", number=3),
            )
        )
    ),
    "checked 365 days at most": Life(
        certificate(checks=(check("2025-03-01", confirmed="2025-03-02"),))
    ),
    "confirmed a week after the check": Life(
        certificate(checks=(check("2026-01-15", confirmed="2026-01-22"),))
    ),
    "the board's day is 1 April": Life(certificate(anniversary=(4, 1), checks=CHECKED)),
    "the board's day is 1 April, no grace": Life(
        certificate(anniversary=(4, 1), checks=CHECKED), policy=Policy(grace_days=0)
    ),
    "checked again on the board's day": Life(
        certificate(
            anniversary=(4, 1),
            checks=(*CHECKED, check("2026-04-01", confirmed="2026-04-01", number=2)),
        )
    ),
    "checked again before the board's day": Life(
        certificate(
            anniversary=(4, 1),
            checks=(*CHECKED, check("2026-03-31", confirmed="2026-03-31", number=2)),
        )
    ),
    "the primary lapsed, not asked for": Life(
        certificate(),
        (primary(statuses=(status(), lapsed(since="2022-12-31", recorded="2023-01-01"))),),
    ),
    "the primary lapsed, asked for": Life(
        certificate(requires_underlying=True),
        (primary(statuses=(status(), lapsed(since="2026-02-01", recorded="2026-02-20"))),),
    ),
    "no primary, asked for": Life(certificate(requires_underlying=True)),
    "the primary in force, asked for": Life(certificate(requires_underlying=True), (primary(),)),
    "the terms changed on 1 February": Life(
        certificate(checks=CHECKED, terms_since=moment("2026-02-01T12:00:00"))
    ),
    "the terms changed and were checked": Life(
        certificate(
            checks=(*CHECKED, check("2026-02-03", confirmed="2026-02-04", number=2)),
            terms_since=moment("2026-02-01T12:00:00"),
        )
    ),
}

TABLE = [
    # life, d, k, what stands against it
    ("for life", "1987-09-15", LATER, "not_yet"),
    ("for life", "1987-09-16", LATER, ""),
    ("for life", "1987-09-17", LATER, ""),
    ("for life", "2026-03-01", LATER, ""),
    ("for life", "2026-12-31", LATER, ""),
    ("to a printed day", "2026-02-27", LATER, ""),
    ("to a printed day", "2026-02-28", LATER, ""),
    ("to a printed day", "2026-03-01", LATER, "ended"),
    ("without an end", "2026-03-01", LATER, ""),
    ("without an end", "2027-01-15", LATER, ""),
    ("without an end", "2009-11-03", LATER, "not_yet"),
    ("without an end", "2009-11-04", LATER, "unverified"),
    ("lapsed", "2026-02-09", LATER, ""),
    ("lapsed", "2026-02-10", LATER, "not_in_force"),
    ("lapsed", "2026-02-11", LATER, "not_in_force"),
    ("lapsed", "2026-02-11", "2026-02-11", ""),
    ("lapsed", "2026-02-11", "2026-02-12", "not_in_force"),
    ("suspended and reinstated", "2026-01-31", LATER, ""),
    ("suspended and reinstated", "2026-02-01", LATER, "not_in_force"),
    ("suspended and reinstated", "2026-02-14", LATER, "not_in_force"),
    ("suspended and reinstated", "2026-02-15", LATER, ""),
    ("suspended and reinstated", "2026-02-15", "2026-02-15", "not_in_force"),
    ("suspended and reinstated", "2026-02-15", "2026-02-16", ""),
    ("suspended and reinstated", "2026-02-01", "2026-02-01", ""),
    ("suspended for a fixed time", "2026-01-31", LATER, ""),
    ("suspended for a fixed time", "2026-02-01", LATER, "not_in_force"),
    ("suspended for a fixed time", "2026-02-14", LATER, "not_in_force"),
    ("suspended for a fixed time", "2026-02-15", LATER, ""),
    ("revoked with a day in the past", "2026-01-19", LATER, ""),
    ("revoked with a day in the past", "2026-01-20", LATER, "not_in_force"),
    ("revoked with a day in the past", "2026-02-01", "2026-02-01", ""),
    ("revoked with a day in the past", "2026-02-01", "2026-02-19T23:59:59.999999", ""),
    ("revoked with a day in the past", "2026-02-01", "2026-02-20", "not_in_force"),
    ("revoked with a day in the past", "2026-02-01", LATER, "not_in_force"),
    ("lapsed by mistake, corrected", "2026-02-10", "2026-02-02", ""),
    ("lapsed by mistake, corrected", "2026-02-10", "2026-02-10", "not_in_force"),
    ("lapsed by mistake, corrected", "2026-02-10", "2026-02-20", ""),
    (
        "lapsed by mistake, taken back from an earlier day",
        "2026-02-10",
        "2026-02-10",
        "not_in_force",
    ),
    ("lapsed by mistake, taken back from an earlier day", "2026-02-10", "2026-02-20", ""),
    ("checked 365 days at most", "2025-02-28", LATER, "unverified"),
    ("checked 365 days at most", "2025-03-01", LATER, ""),
    ("checked 365 days at most", "2026-02-28", LATER, ""),
    ("checked 365 days at most", "2026-03-01", LATER, ""),
    ("checked 365 days at most", "2026-03-02", LATER, "stale"),
    ("confirmed a week after the check", "2026-01-14", LATER, "unverified"),
    ("confirmed a week after the check", "2026-01-15", "2026-01-21T23:59:59", "unverified"),
    ("confirmed a week after the check", "2026-01-15", "2026-01-22", ""),
    ("the board's day is 1 April", "2026-03-31", LATER, ""),
    ("the board's day is 1 April", "2026-04-01", LATER, ""),
    ("the board's day is 1 April", "2026-04-02", LATER, ""),
    ("the board's day is 1 April", "2026-04-30", LATER, ""),
    ("the board's day is 1 April", "2026-05-01", LATER, "stale"),
    ("the board's day is 1 April", "2026-05-02", LATER, "stale"),
    ("the board's day is 1 April, no grace", "2026-03-31", LATER, ""),
    ("the board's day is 1 April, no grace", "2026-04-01", LATER, "stale"),
    ("the board's day is 1 April, no grace", "2026-04-02", LATER, "stale"),
    ("checked again on the board's day", "2026-05-02", LATER, ""),
    ("checked again on the board's day", "2027-04-01", LATER, ""),
    ("checked again on the board's day", "2027-04-02", LATER, "stale"),
    ("checked again before the board's day", "2026-04-30", LATER, ""),
    ("checked again before the board's day", "2026-05-01", LATER, "stale"),
    ("the primary lapsed, not asked for", "2026-03-01", LATER, ""),
    ("the primary lapsed, asked for", "2026-01-31", LATER, ""),
    ("the primary lapsed, asked for", "2026-02-01", LATER, "underlying"),
    ("the primary lapsed, asked for", "2026-02-01", "2026-02-19", ""),
    ("no primary, asked for", "2026-03-01", LATER, "underlying"),
    ("the primary in force, asked for", "2026-03-01", LATER, ""),
    ("the terms changed on 1 February", "2026-01-31", LATER, ""),
    ("the terms changed on 1 February", "2026-02-02", LATER, "unverified"),
    ("the terms changed and were checked", "2026-01-31", LATER, ""),
    ("the terms changed and were checked", "2026-02-02", LATER, "unverified"),
    ("the terms changed and were checked", "2026-02-03", LATER, ""),
]


@pytest.mark.req("CR-03", "CR-04")
@pytest.mark.parametrize(
    ("life", "on", "known_at", "expected"),
    TABLE,
    ids=[f"{life}, {on}, known {known_at[:10]}" for life, on, known_at, _ in TABLE],
)
def test_a_credential_is_in_force_on_a_day_as_known_at_a_moment(life, on, known_at, expected):
    assert LIVES[life].objection(on, known_at) == expected


def test_the_table_asks_about_every_life() -> None:
    assert {life for life, *_ in TABLE} == set(LIVES)


def test_a_chain_of_certificates_holds_when_each_link_does() -> None:
    """A subspecialty of a subspecialty; a cycle in the catalogue ends, and holds nothing up."""
    middle = certificate(id=4, certificate_id=30, parent_id=20, requires_underlying=True)
    top = certificate(id=5, certificate_id=40, parent_id=30, requires_underlying=True)
    gone = primary(statuses=(status(), lapsed(since="2022-12-31", recorded="2023-01-01")))
    circle = primary(parent_id=40, requires_underlying=True)

    assert standing.objection(top, (top, middle, primary()), TODAY, NOW, Policy()) is None
    for broken in ((top, middle), (top, middle, gone), (top, middle, circle), (top, primary())):
        found = standing.objection(top, broken, TODAY, NOW, Policy())
        assert found is not None and found.code == "credential_underlying"


# Two states with two remedies.


@pytest.mark.req("CR-04")
@pytest.mark.parametrize(
    ("facts", "ended", "stale"),
    [
        (certificate(), "", ""),
        (certificate(checks=()), "", "unverified"),
        (certificate(checks=(check("2024-01-01", confirmed="2024-01-02"),)), "", "stale"),
        (certificate(ends_on=day("2026-02-28")), "ended", ""),
        (certificate(ends_on=day("2026-02-28"), checks=()), "ended", "unverified"),
        (certificate(statuses=()), "no_status", ""),
        (certificate(statuses=(status(), lapsed(since="2026-02-01"))), "not_in_force", ""),
        (certificate(initial_on=day("2026-03-02")), "not_yet", ""),
        (certificate(requires_underlying=True), "underlying", ""),
    ],
    ids=[
        *("neither", "never checked", "checked long ago", "past its printed day"),
        *("both", "no status", "lapsed", "not issued yet", "without its primary"),
    ],
)
def test_ended_and_stale_are_two_states_each_with_its_own_remedy(facts, ended, stale) -> None:
    def code(found) -> str:
        return found.code.removeprefix("credential_") if found else ""

    assert code(standing.ended(facts, (), TODAY, NOW)) == ended
    assert code(standing.stale(facts, TODAY, NOW, Policy())) == stale
    assert code(standing.objection(facts, (), TODAY, NOW, Policy())) == (ended or stale)


# When the next check is due, and from when its lack blocks.


@pytest.mark.req("CR-04")
@pytest.mark.parametrize(
    ("checked", "anniversary", "age", "grace", "due", "blocks"),
    [
        ("2026-01-15", None, 365, 30, "2027-01-15", "2027-01-16"),
        ("2026-01-15", None, 30, 30, "2026-02-14", "2026-02-15"),
        ("2024-02-28", None, 1, 0, "2024-02-29", "2024-03-01"),
        ("2026-03-31", (4, 1), 365, 30, "2026-04-01", "2026-05-01"),
        ("2026-04-01", (4, 1), 365, 30, "2027-04-01", "2027-04-02"),
        ("2026-04-02", (4, 1), 365, 30, "2027-04-01", "2027-04-03"),
        ("2026-04-02", (4, 1), 400, 30, "2027-04-01", "2027-05-01"),
        ("2026-01-15", (4, 1), 365, 30, "2026-04-01", "2026-05-01"),
        ("2026-01-15", (4, 1), 365, 1, "2026-04-01", "2026-04-02"),
        ("2026-01-15", (4, 1), 365, 0, "2026-04-01", "2026-04-01"),
        ("2026-01-15", (4, 1), 30, 30, "2026-02-14", "2026-02-15"),
        ("2026-01-15", (4, 1), 100, 30, "2026-04-01", "2026-04-26"),
        ("2025-12-30", (12, 28), 365, 30, "2026-12-28", "2026-12-31"),
    ],
)
def test_the_next_check_is_due_on_the_first_of_two_days_and_blocks_after_its_grace(
    checked, anniversary, age, grace, due, blocks
) -> None:
    facts = certificate(anniversary=anniversary, checks=(check(checked, confirmed=checked),))
    policy = Policy(verification_days=age, grace_days=grace)
    asked = (day(checked), moment(LATER), policy)

    assert standing.next_due(facts, *asked) == day(due)
    assert standing.blocks_on(facts, *asked) == day(blocks)
    eve = day(blocks) - dt.timedelta(days=1)
    assert standing.stale(facts, eve, moment(LATER), policy) is None
    assert standing.stale(facts, day(blocks), moment(LATER), policy) is not None


@pytest.mark.parametrize(
    "checks",
    [(), (check(confirmed=None),), (check(outcome="val-fail"),), (check(method="self_attested"),)],
    ids=["none", "by one person", "failed", "by the holder's word"],
)
def test_without_a_check_that_counts_the_next_is_due_at_once(checks) -> None:
    facts = certificate(checks=checks, anniversary=(4, 1))

    assert standing.next_due(facts, TODAY, NOW, Policy()) is None
    assert standing.blocks_on(facts, TODAY, NOW, Policy()) is None


days = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))


@given(
    checked=days,
    anniversary=st.none() | st.tuples(st.integers(1, 12), st.integers(1, 28)),
    age=st.integers(1, 800),
    grace=st.integers(0, 400),
    later=st.integers(0, 900),
)
def test_it_is_stale_from_the_very_day_it_blocks_and_due_before(
    checked, anniversary, age, grace, later
) -> None:
    on = checked + dt.timedelta(days=later)
    known = checked.isoformat()
    facts = certificate(anniversary=anniversary, checks=(check(known, confirmed=known),))
    asked = (facts, on, moment("2040-01-01"), Policy(verification_days=age, grace_days=grace))

    blocks, due = standing.blocks_on(*asked), standing.next_due(*asked)

    assert (standing.stale(*asked) is not None) == (on >= blocks)
    assert checked < due <= blocks
    assert due <= checked + dt.timedelta(days=age)
    if anniversary:
        years = range(checked.year, checked.year + 2)
        next_day = min(d for year in years if (d := dt.date(year, *anniversary)) > checked)
        assert due <= next_day


# What a certificate counts for.

TEACHES = Cover("dermatology", day("2026-02-01"), day("2026-03-01"))


@pytest.mark.parametrize(
    ("facts", "specialty", "on", "expected"),
    [
        (certificate(), "rheumatology", "2026-02-15", True),
        (certificate(), "internal_medicine", "2026-02-15", False),
        (primary(), "rheumatology", "2026-02-15", False),
        (primary(), "internal_medicine", "2026-02-15", True),
        (certificate(covers=(TEACHES,)), "dermatology", "2026-01-31", False),
        (certificate(covers=(TEACHES,)), "dermatology", "2026-02-01", True),
        (certificate(covers=(TEACHES,)), "dermatology", "2026-02-28", True),
        (certificate(covers=(TEACHES,)), "dermatology", "2026-03-01", False),
        (certificate(covers=(TEACHES,)), "rheumatology", "2020-01-01", True),
        (certificate(covers=(TEACHES,)), "cardiology", "2026-02-15", False),
        (certificate(covers=(Cover("dermatology", TODAY),)), "dermatology", "2026-02-28", False),
        (certificate(covers=(Cover("dermatology", TODAY),)), "dermatology", "2026-03-01", True),
        (certificate(covers=(Cover("dermatology", TODAY),)), "dermatology", "2099-01-01", True),
        (certificate(specialty=""), "rheumatology", "2026-02-15", False),
        (certificate(specialty="", covers=(TEACHES,)), "dermatology", "2026-02-15", True),
    ],
    ids=[
        "its own",
        "not its parent's",
        "a primary: not its child's",
        "a primary: its own",
        "by a rule, the day before",
        "by a rule, its first day",
        "by a rule, its last day",
        "by a rule, the day it is over",
        "its own, whatever the rule says",
        "not by a rule for another",
        "a rule without an end, the day before",
        "a rule without an end, its first day",
        "a rule without an end, for good",
        "none of its own",
        "none of its own, one by a rule",
    ],
)
def test_a_certificate_counts_for_its_own_specialty_and_for_what_a_rule_says_that_day(
    facts, specialty, on, expected
) -> None:
    assert facts.covers_on(specialty, day(on)) is expected
