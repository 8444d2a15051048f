"""What one person did and does here: sign-offs given, reviews that wait, what rests on them."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from articles.credentials import impact
from articles.models import Review, Reviewer, Signature
from articles.stages import Response, StandingClass

from .directory import typical_days
from .two_times import AsOf

SHOWN = 25
"""Sign-offs on one page."""
_COLUMNS = ("byline", "signed_at", "article", "record", "article__title", "article__slug",
            "record__title", "record__version", "withdrawal__signed_at")  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignedLine:
    """One sign-off: its byline as signed, and whether the same line would be made today."""

    signature: Signature
    as_today: bool


@dataclass(frozen=True, slots=True)
class SignOffs:
    """Some sign-offs, the newest first, how many there are, and the cursor of older ones."""

    lines: tuple[SignedLine, ...]
    count: int
    after: str


@dataclass(frozen=True, slots=True)
class Workload:
    open_reviews: int
    declined: int
    typical_days: float | None


@dataclass(frozen=True, slots=True)
class Depending:
    """Live sign-offs in one class of ``StandingClass``."""

    label: str
    count: int
    tone: str
    icon: str


def sign_offs(reviewer: Reviewer, byline_today: str, after: str = "") -> SignOffs:
    """``after``: the id of the sign-off before; one that makes no sense gives the newest."""
    given = Signature.objects.medical().filter(reviewer=reviewer)
    rows = given.select_related("article", "record", "withdrawal").only(*_COLUMNS)
    rows = rows.order_by("-signed_at", "-pk")
    last = given.filter(pk=key).first() if (key := _key(after)) else None
    if last is not None:
        rows = rows.filter(
            Q(signed_at__lt=last.signed_at) | Q(signed_at=last.signed_at, pk__lt=last.pk)
        )
    found = list(rows[: SHOWN + 1])
    shown = found[:SHOWN]
    return SignOffs(
        lines=tuple(SignedLine(each, each.byline == byline_today) for each in shown),
        count=given.count(),
        after=str(shown[-1].pk) if len(found) > SHOWN else "",
    )


def workload(reviewer: Reviewer, at: AsOf) -> Workload:
    counts = Review.objects.filter(reviewer=reviewer).aggregate(
        waiting=Count("pk", filter=Q(closed_at=None)),
        declined=Count("pk", filter=Q(response=Response.DECLINED)),
    )
    days = typical_days([reviewer.pk], at).get(reviewer.pk)
    return Workload(counts["waiting"], counts["declined"], days)


_LOOKS = {
    StandingClass.VALID: ("ok", "tick"),
    StandingClass.LAPSED_SINCE: ("warn", "clock"),
    StandingClass.NOT_VALID_THEN: ("no", "cross"),
}


def depending(reviewer: Reviewer, at: AsOf) -> list[Depending]:
    """The live sign-offs that rest on this person, counted by class."""
    findings = impact.assess(impact.Scope(reviewer=reviewer), on=at.on, known_at=at.known_at)
    counts = Counter(finding.standing_class for finding in findings)
    return [
        Depending(str(found.label), counts[found], tone, icon)
        for found, (tone, icon) in _LOOKS.items()
    ]


def _key(after: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(after)
    except ValueError:
        return None
