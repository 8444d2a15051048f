"""How long reviewers take, and what they answered: read from their reviews."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from statistics import median

from django.db.models import Q

from articles.models import Article, Review
from articles.stages import Decision

WINDOW = dt.timedelta(days=730)
"""Reviews that closed longer ago say little about a person's pace today."""


@dataclass(frozen=True, slots=True)
class Past:
    """Of each reviewer: their invitation to the open round, and median days to a decision."""

    asked: dict[int, Review]
    days: dict[int, float]


def past(reviewers: Collection[int], article: Article | None, at: dt.datetime) -> Past:
    """What reviews say of reviewers at a moment, in one statement. Without an article: days."""
    since, round_id = at - WINDOW, article.round_id if article else None
    wanted = Q(closed_at__gte=since) & ~Q(decision=Decision.NONE)
    if round_id:
        wanted |= Q(round=round_id)
    asked: dict[int, Review] = {}
    taken: dict[int, list[float]] = defaultdict(list)
    for review in Review.objects.filter(wanted, reviewer__in=reviewers).order_by():
        if round_id and review.round_id == round_id:
            asked[review.reviewer_id] = review
        if review.closed_at and review.closed_at >= since and review.decision:
            waited = review.closed_at - review.invited_at
            taken[review.reviewer_id].append(waited / dt.timedelta(days=1))
    return Past(asked, {key: median(days) for key, days in taken.items()})
