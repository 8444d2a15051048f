"""Nobody hangs an article: who no longer reviews gives back what was asked of them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger
from articles.models import Article, Review, Reviewer
from articles.stages import Event


def close_open_reviews(reviewer: Reviewer, *, actor: User) -> list[Article]:
    """Close every open review of a person with a reason; the articles that need somebody else."""
    now = timezone.now()
    because = _("%s no longer reviews here.") % reviewer.printed_name
    waiting = list(Review.objects.open().filter(reviewer=reviewer).select_related("round__article"))
    Review.objects.filter(pk__in=[review.pk for review in waiting]).update(
        closed_at=now, closed_because=because
    )
    for review in waiting:
        ledger.append(
            Event.REVIEW_RELEASE,
            actor=actor.username,
            subject=review.round.article.subject,
            at=now,
            payload={"reviewers": [reviewer.printed_name], "reason": because},
        )
    return [review.round.article for review in waiting]
