"""The cases of one act on many articles, loaded in a constant number of statements."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.utils import timezone

from articles import roles
from articles.credentials.loading import load_many
from articles.days import editorial_date
from articles.models import Article, HistoricalArticle, Review, Reviewer

from .case import Case
from .invitations import of_rounds


def of_many(articles: Sequence[Article], actor: User) -> list[Case]:
    """What the rules of a release look at, for each article, when this person asks now."""
    now, permissions = timezone.now(), roles.permissions_of(actor)
    reviews = _reviews(articles)
    signers = {r.reviewer_id for of in reviews.values() for r in of if hasattr(r, "signature")}
    people = Reviewer.objects.filter(pk__in=signers)
    profiles = load_many(people, on=editorial_date(now)) if signers else {}
    contributed = _contributed(articles, actor)
    found: list[Case] = []
    for article in articles:
        case = Case(article=article, actor=actor, at=now, permissions=permissions)
        case.profiles, case.reviews = profiles, reviews[article.round_id]
        case.has_contributed = article.pk in contributed
        found.append(case)
        case.access, case.has_factor = found[0].access, found[0].has_factor
    return found


def _reviews(articles: Sequence[Article]) -> dict[int | None, list[Review]]:
    found: dict[int | None, list[Review]] = defaultdict(list)
    rounds = [article.round_id for article in articles if article.round_id]
    for review in of_rounds(rounds).order_by("pk"):
        found[review.round_id].append(review)
    return found


def _contributed(articles: Sequence[Article], actor: User) -> set[uuid.UUID]:
    """The articles of which the actor wrote a record since the one that readers see."""
    live = {article.pk: article.published_record_id or 0 for article in articles}
    written = HistoricalArticle.objects.filter(id__in=live, history_user=actor).order_by()
    return {key for key, row in written.values_list("id", "history_id") if row > live[key]}
