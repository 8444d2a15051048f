"""Nobody hangs an article: who no longer reviews gives back what was asked of them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger
from articles.models import Article, Review, Reviewer
from articles.stages import Decision, Event, Outcome, Response


def close_open_reviews(reviewer: Reviewer, *, actor: User) -> list[Article]:
    """Close every open review of a person with a reason; the articles that need somebody else.

    All rows first, the ledger last: who decides meanwhile holds a review and waits for the ledger.
    """
    now = timezone.now()
    because = _("%s no longer reviews here.") % reviewer.printed_name
    waiting = Review.objects.open().filter(reviewer=reviewer).select_related("round__article")
    closed = [
        review
        for review in waiting.order_by("pk")
        if Review.objects.open().filter(pk=review.pk).update(closed_at=now, closed_because=because)
    ]
    for review in closed:
        ledger.append(
            Event.REVIEW_RELEASE,
            actor=actor.username,
            subject=review.round.article.subject,
            at=now,
            payload={"reviewers": [reviewer.printed_name], "reason": because},
        )
    return [review.round.article for review in closed]


def left_behind() -> QuerySet[Review]:
    """Reviews that somebody who left did not decide, in rounds that are still open."""
    given_back = Review.objects.filter(
        reviewer__is_active=False,
        closed_at__isnull=False,
        decision=Decision.NONE,
        round__outcome=Outcome.OPEN,
    ).exclude(response=Response.DECLINED)
    return (
        given_back.select_related("round__article", "reviewer")
        .defer("round__article__body", "round__article__references")
        .order_by("closed_at", "pk")
    )
