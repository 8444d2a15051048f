"""Who was asked to review, with all that the rules look at beside it, in one statement."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from articles.models import Comment, Review, Schedule

ROUND = ("policy", "checklist", "record", "submitted_by")
BESIDE = ("reviewer", "signature__withdrawal", *(f"round__{name}" for name in ROUND))


def of_rounds(rounds: Collection[int | None]) -> QuerySet[Review]:
    """The invitations of some rounds, each with its signature, if any.

    ``halted``: whether an open must-fix comment stands in the way of them all. ``waiting``: when a
    release that was ordered is due.
    """
    must_fix = Comment.objects.filter(article=OuterRef("round__article")).must_fix().open()
    due = Schedule.objects.waiting().filter(article=OuterRef("round__article"))
    beside = {"halted": Exists(must_fix), "waiting": Subquery(due.values("release_at")[:1])}
    return Review.objects.filter(round__in=rounds).annotate(**beside).select_related(*BESIDE)
