"""Is a credential in force on day *d*, as known at moment *k*? Pure rules over loaded facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.days import editorial_date
from articles.errors import Refusal
from articles.stages import CheckMethod, CheckOutcome, Standing, StandingReason

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
    """Why a credential is not in force on a day; ``None`` when it is.

    ``others`` are all credentials of the same person, for certificates whose parent must be kept.
    """
    own = list(others)
    return (
        ended(facts, own, on, known_at)
        or stale(facts, on, known_at, freshness)
        or _parent_is_stale(facts, own, on, known_at, freshness)
    )


def ended(
    facts: Facts, others: Iterable[Facts], on: dt.date, known_at: dt.datetime
) -> Refusal | None:
    """Why it is not in force in the world, whatever was checked: only its source can mend that."""
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
        rest, parents = _parents(facts, others)
        if not any(ended(parent, rest, on, known_at) is None for parent in parents):
            return _refusal("underlying", facts, _("needs its primary certificate, not in force"))
    return None


def is_over(facts: Facts, others: Iterable[Facts], on: dt.date, known_at: dt.datetime) -> bool:
    """Whether no check would help: what has no status, or begins later, still may be looked up."""
    against = ended(facts, others, on, known_at)
    return against is not None and against.code in _OVER


_OVER = {"credential_not_in_force", "credential_ended", "credential_underlying"}


def _parents(facts: Facts, others: Iterable[Facts]) -> tuple[list[Facts], list[Facts]]:
    """The person's other credentials, so that a circle of parents ends; the parents among them."""
    rest = [other for other in others if other != facts]
    return rest, [o for o in rest if facts.parent_id and o.certificate_id == facts.parent_id]


def _parent_is_stale(
    facts: Facts,
    others: Iterable[Facts],
    on: dt.date,
    known_at: dt.datetime,
    freshness: Freshness,
) -> Refusal | None:
    """A certificate that must be kept is in force in the world, but its check does not count."""
    if not facts.requires_underlying:
        return None
    rest, parents = _parents(facts, others)
    found = [objection(parent, rest, on, known_at, freshness) for parent in parents]
    return next(iter(found)) if found and all(found) else None


def stale(facts: Facts, on: dt.date, known_at: dt.datetime, freshness: Freshness) -> Refusal | None:
    """Why its last check no longer counts on a day: a new check mends that."""
    check = check_on(facts, on, known_at)
    if check is None:
        return _refusal("unverified", facts, _("has not been verified at its source by two people"))
    limits = _limits(facts, check, freshness)
    if on > limits.age:
        age = (on - check.checked_on).days
        return _refusal("stale", facts, _("was last verified %s days ago") % age)
    if limits.annual and on >= limits.annual + dt.timedelta(days=freshness.grace_days):
        return _refusal("stale", facts, _("must be verified again since %s") % _day(limits.annual))
    return None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a check counts: to the end of ``age``; ``annual`` is the board's next day."""

    age: dt.date
    annual: dt.date | None

    @property
    def due_on(self) -> dt.date:
        """The day from which a new check is wanted: the board's day, or the check's age."""
        return min(self.age, self.annual) if self.annual else self.age


def next_due(
    facts: Facts, on: dt.date, known_at: dt.datetime, freshness: Freshness
) -> dt.date | None:
    """When the next check is due, as known on a day; ``None`` where none counts: due at once."""
    check = check_on(facts, on, known_at)
    return _limits(facts, check, freshness).due_on if check else None


def blocks_on(
    facts: Facts, on: dt.date, known_at: dt.datetime, freshness: Freshness
) -> dt.date | None:
    """The first day on which the newest check no longer counts, grace included."""
    check = check_on(facts, on, known_at)
    if check is None:
        return None
    limits = _limits(facts, check, freshness)
    by_age = limits.age + dt.timedelta(days=1)
    if limits.annual is None:
        return by_age
    return min(by_age, limits.annual + dt.timedelta(days=freshness.grace_days))


def _limits(facts: Facts, check: Check, freshness: Freshness) -> Limits:
    annual = None
    if facts.anniversary:
        annual = dt.date(check.checked_on.year, *facts.anniversary)
        if annual <= check.checked_on:
            annual = annual.replace(year=annual.year + 1)
    return Limits(check.checked_on + dt.timedelta(days=freshness.verification_days), annual)


def _refusal(code: str, facts: Facts, what: str) -> Refusal:
    return Refusal(f"credential_{code}", f"{facts.label} {what}.")


def _day(day: dt.date) -> str:
    return date_format(day, "j M Y")
