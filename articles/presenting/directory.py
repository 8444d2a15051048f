"""The directory of reviewers: each row judged by the one rule, however many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from articles.credentials import due
from articles.credentials.facts import Profile
from articles.credentials.loading import load_many
from articles.credentials.turnaround import past
from articles.models import Credential, Review, Reviewer
from articles.stages import CredentialKind

from .standing import Held, standing_of
from .two_times import AsOf


@dataclass(frozen=True, slots=True)
class Entry:
    """One reviewer today. ``due_on``: the next check of a certification, ``due_now``: it is wanted.

    ``missing``: what the account still lacks. ``typical_days``: median, from asked to decided.
    """

    reviewer: Reviewer
    held: tuple[Held, ...]
    covers: tuple[str, ...]
    due_on: dt.date | None
    due_now: bool
    open_reviews: int
    typical_days: float | None
    away_until: dt.date | None
    missing: tuple[str, ...]


def listed(search: str = "", specialty: str = "", *, on: dt.date) -> QuerySet[Reviewer]:
    """Reviewers with ``load`` (open reviews), by name; of those who hold a covering certificate."""
    waiting = Review.objects.open().filter(reviewer=OuterRef("pk")).order_by().values("reviewer")
    counted = waiting.annotate(count=Count("pk")).values("count")
    found = Reviewer.objects.annotate(load=Coalesce(Subquery(counted), Value(0)))
    if search:
        found = found.filter(name__icontains=search)
    if specialty:
        found = found.filter(Exists(_covering(specialty, on)))
    return found.order_by("name", "pk")


def _covering(specialty: str, on: dt.date) -> QuerySet[Credential]:
    by_rule = Q(
        certificate__coverages__specialty=specialty, certificate__coverages__since__lte=on
    ) & (Q(certificate__coverages__until=None) | Q(certificate__coverages__until__gt=on))
    return Credential.objects.filter(
        Q(certificate__specialty=specialty) | by_rule, reviewer=OuterRef("pk")
    )


def entries(reviewers: Sequence[Reviewer], at: AsOf) -> list[Entry]:
    """The rows of one page of ``listed``, in seven statements however many they are."""
    keys = [reviewer.pk for reviewer in reviewers]
    if not keys:
        return []
    profiles = load_many(Reviewer.objects.filter(pk__in=keys), on=at.on)
    days = typical_days(keys, at)
    rules = due.strictest()
    return [
        _entry(reviewer, profiles[reviewer.pk], days.get(reviewer.pk), at, rules)
        for reviewer in reviewers
    ]


def typical_days(keys: Sequence[int], at: AsOf) -> dict[int, float]:
    """Median days from invitation to decision, by reviewer."""
    return past(keys, None, at.known_at).days


def _entry(
    reviewer: Reviewer, profile: Profile, days: float | None, at: AsOf, rules: due.Strictest
) -> Entry:
    standing = standing_of(reviewer, profile, at, rules)
    certified = [h for h in standing.held if h.facts.kind == CredentialKind.BOARD_CERTIFICATION]
    wanted = [held for held in certified if held.wants_a_check]
    days_due = [held.due_on for held in wanted if held.due_on]
    due_on = min(days_due, default=None)
    away = reviewer.away_until
    return Entry(
        reviewer=reviewer,
        held=tuple(certified),
        covers=standing.covers,
        due_on=due_on,
        due_now=len(days_due) < len(wanted) or bool(due_on and due_on <= at.on),
        open_reviews=reviewer.load,  # type: ignore[attr-defined]  # annotated by ``listed``
        typical_days=days,
        away_until=away if away and away >= at.on else None,
        missing=tuple(_missing(reviewer, profile)),
    )


def _missing(reviewer: Reviewer, profile: Profile) -> list[str]:
    if not reviewer.is_active:
        return [_("no longer active")]
    if reviewer.user_id is None:
        return [_("no account yet")]
    lacks = {
        _("account deactivated"): not profile.is_active_user,
        _("role taken away"): not profile.has_role,
        _("identity not checked"): profile.identity_on is None,
        _("agreement not accepted"): profile.accepted < profile.agreement,
    }
    return [words for words, lacking in lacks.items() if lacking]
