"""What stands in the way of releasing each of many articles, in a constant number of statements."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles, signing, workflow
from articles.errors import Refusal
from articles.models import Article, HistoricalArticle, Review, Schedule
from articles.workflow import guards, signer_guards
from articles.workflow.case import Case

ASKED_LATER = (guards.signers_stood_as_signed, signer_guards.second_factor_is_set_up)
"""Rules that load more for one article; the page of the act and the engine ask them."""


def release_refusals(articles: Sequence[Article], user: User) -> dict[uuid.UUID, list[Refusal]]:
    """By article, the reasons that a list can show; none does not promise that it may be done."""
    permissions, now = roles.permissions_of(user), timezone.now()
    rule = workflow.TRANSITIONS["publish"]
    reviews = _reviews(articles)
    contributed = _contributed(articles, user)
    account = list(signing.access_objections(user, signing.access_of(user), now))
    found = {}
    for article in articles:
        case = Case(article=article, actor=user, at=now, permissions=permissions)
        case.reviews = reviews[article.round_id]
        case.signing_objections = account
        case.has_contributed = article.pk in contributed
        asked = [guard for guard in rule.guards if guard not in ASKED_LATER]
        refusals = [refusal for guard in asked for refusal in guard(case)]
        if rule.permission not in permissions:
            refusals.insert(0, Refusal("no_permission", _("Your role does not include this.")))
        found[article.pk] = refusals
    return found


def _reviews(articles: Sequence[Article]) -> dict[int | None, list[Review]]:
    due = Schedule.objects.waiting().filter(article=OuterRef("round__article"))
    rows = Review.objects.filter(round__in=[article.round_id for article in articles])
    rows = rows.annotate(waiting=Subquery(due.values("release_at")[:1]))
    by_round: dict[int | None, list[Review]] = defaultdict(list)
    for review in rows.order_by("pk").select_related(
        "reviewer", "round__policy", "round__record", "round__submitted_by", "signature__withdrawal"
    ):
        by_round[review.round_id].append(review)
    return by_round


def _contributed(articles: Sequence[Article], user: User) -> set[uuid.UUID]:
    live = {article.pk: article.published_record_id or 0 for article in articles}
    written = HistoricalArticle.objects.filter(id__in=live, history_user=user)
    return {key for key, row in written.values_list("id", "history_id") if row > live[key]}
