"""When a text was last reviewed and falls due again: derived from the sign-offs that hold."""

from __future__ import annotations

import datetime as dt

from articles.days import editorial_date, months_later
from articles.models import Article, Round
from articles.stages import Outcome, Scope


def review_dates(round: Round | None) -> dict[str, dt.date | None]:
    """``last_reviewed`` and ``review_due`` from a round: only whole-article approvals set them."""
    if (
        round is None
        or round.ended_at is None
        or round.outcome != Outcome.APPROVED
        or round.scope != Scope.WHOLE
    ):
        return {"last_reviewed": None, "review_due": None}
    reviewed = editorial_date(round.ended_at)
    return {
        "last_reviewed": reviewed,
        "review_due": months_later(reviewed, round.policy.review_interval_months),
    }


def live_round(article: Article) -> Round | None:
    """The round whose signatures stand behind what readers see."""
    return (
        Round.objects.filter(
            publications__article=article, publications__record=article.published_record_id
        )
        .select_related("policy")
        .order_by("-publications__released_at", "-publications__pk")
        .first()
    )
