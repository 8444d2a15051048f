"""Checks that fall due: by the board's annual day, and by age. SQL sieves, the rule decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from articles.errors import Refusal
from articles.models import Board, Credential, Reviewer, ReviewPolicy
from articles.stages import CheckMethod, CheckOutcome

from . import standing
from .facts import Facts
from .loading import load_many

PAGE = 50


@dataclass(slots=True)
class Strictest:
    """The shortest periods of the policies in use: what satisfies them satisfies all."""

    verification_days: int = 365
    grace_days: int = 30
    disclosure_days: int = 365
    licence_rule: str = "warn"


def strictest() -> Strictest:
    periods = list(
        ReviewPolicy.objects.filter(is_active=True).values_list(
            "verification_days", "grace_days", "disclosure_days"
        )
    )
    return Strictest(*map(min, zip(*periods, strict=True))) if periods else Strictest()


@dataclass(frozen=True, slots=True)
class Due:
    """One credential whose check is due: since when, from when it blocks, and why it may not count.

    ``due_on`` and ``blocks_on`` are empty where no check counts at all.
    """

    credential: Credential
    facts: Facts
    checked_on: dt.date | None
    due_on: dt.date | None
    blocks_on: dt.date | None
    objection: Refusal | None


@dataclass(frozen=True, slots=True)
class Queue:
    """Some of what is due, the oldest check first, and the cursor of the next ones."""

    rows: list[Due]
    after: str


def queue(*, on: dt.date, known_at: dt.datetime, ahead: int = 60, after: str = "") -> Queue:
    """Credentials of active reviewers whose check is due within ``ahead`` days, oldest first."""
    rules = strictest()
    found = _sieved(on + dt.timedelta(days=ahead), rules).order_by("checked", "pk")
    if key := _parsed(after):
        day, pk = key
        found = found.filter(Q(checked__gt=day) | Q(checked=day, pk__gt=pk))
    rows = list(found.select_related("reviewer", "certificate__board")[: PAGE + 1])
    shown = rows[:PAGE]
    people = Reviewer.objects.filter(pk__in={row.reviewer_id for row in shown})
    profiles = load_many(people, on=on)
    facts = {f.id: f for profile in profiles.values() for f in profile.credentials}
    judged = (_due(row, facts[row.pk], on, known_at, rules) for row in shown)
    last = f"{shown[-1].checked}_{shown[-1].pk}" if len(rows) > PAGE else ""
    limit = on + dt.timedelta(days=ahead)
    return Queue([due for due in judged if due.due_on is None or due.due_on <= limit], last)


NEVER = dt.date(1, 1, 1)
"""Stands for "never checked", so that the order and the cursor know one type."""


def _sieved(limit: dt.date, rules: Strictest) -> QuerySet[Any]:
    """Those whose newest confirmed check may be due by a day: by age, or by their board's day."""
    counted = Q(
        verifications__outcome=CheckOutcome.VALIDATED,
        verifications__confirmation__isnull=False,
    ) & ~Q(verifications__method=CheckMethod.SELF_ATTESTED)
    checked = Credential.objects.filter(reviewer__is_active=True).annotate(
        checked=Coalesce(Max("verifications__checked_on", filter=counted), Value(NEVER))
    )
    wanted = Q(checked__lte=limit - dt.timedelta(days=rules.verification_days))
    days = Board.objects.filter(reverify_month__isnull=False).values_list(
        "reverify_month", "reverify_day"
    )
    for month, day in {(month, day) for month, day in days if month and day}:
        newest = dt.date(limit.year, month, day)
        if newest > limit:
            newest = newest.replace(year=limit.year - 1)
        wanted |= Q(
            certificate__board__reverify_month=month,
            certificate__board__reverify_day=day,
            checked__lt=newest,
        )
    changed = Q(terms_since__date__gt=F("checked"))
    return checked.filter(wanted | changed)


def _due(
    credential: Credential, facts: Facts, on: dt.date, known_at: dt.datetime, rules: Strictest
) -> Due:
    check = standing.check_on(facts, on, known_at)
    return Due(
        credential=credential,
        facts=facts,
        checked_on=check.checked_on if check else None,
        due_on=standing.next_due(facts, on, known_at, rules),
        blocks_on=standing.blocks_on(facts, on, known_at, rules),
        objection=standing.stale(facts, on, known_at, rules),
    )


def _parsed(after: str) -> tuple[dt.date, int] | None:
    day, _bar, pk = after.partition("_")
    try:
        return dt.date.fromisoformat(day), int(pk)
    except ValueError:
        return None
