"""Is a credential in force on day *d*, as known at moment *k*? Pure rules over loaded facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.days import editorial_date
from articles.errors import Refusal
from articles.stages import (
    CheckMethod,
    CheckOutcome,
    Standing,
    StandingReason,
)

from .facts import Check, Facts, Status


class Freshness(Protocol):
    """The part of a review policy that says when a check goes stale."""

    verification_days: int
    grace_days: int


def status_on(facts: Facts, on: dt.date, known_at: dt.datetime) -> Status | None:
    """The status that holds on a day: of those known by then, the one recorded last."""
    held = [
        status
        for status in facts.statuses
        if status.recorded_at <= known_at
        and status.effective_from <= on
        and (status.effective_to is None or on < status.effective_to)
    ]
    return max(held, key=lambda status: (status.recorded_at, status.id), default=None)


def check_on(facts: Facts, on: dt.date, known_at: dt.datetime) -> Check | None:
    """The newest check at a source, confirmed by a second person, that counts on a day.

    A check vouches for the terms as they were: once they change, only a later one counts from then.
    """
    counted = [
        check
        for check in facts.checks
        if check.checked_on <= on
        and check.method != CheckMethod.SELF_ATTESTED
        and check.confirmed_at is not None
        and check.confirmed_at <= known_at
        and check.outcome != CheckOutcome.IN_PROCESS
        and _is_of_these_terms(check, facts, on)
    ]
    newest = max(counted, key=lambda check: (check.checked_on, check.id), default=None)
    return newest if newest and newest.outcome == CheckOutcome.VALIDATED else None


def _is_of_these_terms(check: Check, facts: Facts, on: dt.date) -> bool:
    since = facts.terms_since
    return since is None or check.recorded_at >= since or on < editorial_date(since)


def objection(
    facts: Facts,
    others: Iterable[Facts],
    on: dt.date,
    known_at: dt.datetime,
    freshness: Freshness,
) -> Refusal | None:
    """Why a credential is not in force on a day; ``None`` when it is (standards.md 3.2).

    ``others`` are all credentials of the same person, for certificates whose parent must be kept.
    """
    if facts.initial_on and on < facts.initial_on:
        return _refusal("not_yet", facts, _("is in force only from %s") % _day(facts.initial_on))
    status = status_on(facts, on, known_at)
    if status is None:
        return _refusal("no_status", facts, _("has no status on record"))
    if status.standing != Standing.IN_FORCE:
        reason = StandingReason(status.reason).label.lower()
        since = _day(status.effective_from)
        return _refusal("not_in_force", facts, _("is not in force: %s since %s") % (reason, since))
    if facts.ends_on and on > facts.ends_on:
        return _refusal("ended", facts, _("ended on %s") % _day(facts.ends_on))
    if facts.requires_underlying:
        rest = [other for other in others if other != facts]  # a cycle of parents must end
        parents = [o for o in rest if facts.parent_id and o.certificate_id == facts.parent_id]
        if not any(objection(p, rest, on, known_at, freshness) is None for p in parents):
            return _refusal("underlying", facts, _("needs its primary certificate, not in force"))
    return _check_objection(facts, on, known_at, freshness)


def _check_objection(
    facts: Facts, on: dt.date, known_at: dt.datetime, freshness: Freshness
) -> Refusal | None:
    check = check_on(facts, on, known_at)
    if check is None:
        return _refusal("unverified", facts, _("has not been verified at its source by two people"))
    age = (on - check.checked_on).days
    if age > freshness.verification_days:
        return _refusal("stale", facts, _("was last verified %s days ago") % age)
    if facts.anniversary:
        # The newest annual day whose grace has run out; a check from before it no longer counts.
        limit = on - dt.timedelta(days=freshness.grace_days)
        annual = dt.date(limit.year, *facts.anniversary)
        if annual > limit:
            annual = annual.replace(year=limit.year - 1)
        if check.checked_on < annual:
            return _refusal("stale", facts, _("must be verified again since %s") % _day(annual))
    return None


def _refusal(code: str, facts: Facts, what: str) -> Refusal:
    return Refusal(f"credential_{code}", f"{facts.label} {what}.")


def _day(day: dt.date) -> str:
    return date_format(day, "j M Y")
