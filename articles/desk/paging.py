"""The orders in which the desk pages through articles."""

from __future__ import annotations

from django.db.models import QuerySet

from articles import keyset
from articles.keyset import Page
from articles.models import Article

SIZE = 25


def newest_first(articles: QuerySet[Article], after: str) -> Page[Article]:
    """By time in the stage, newest first."""
    return keyset.page(articles, after, ("-stage_since", "pk"), SIZE)


def soonest_first(articles: QuerySet[Article], after: str) -> Page[Article]:
    """By the day the review falls due."""
    return keyset.page(articles, after, ("review_due", "pk"), SIZE)
