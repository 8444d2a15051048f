"""Pages by key: "after this row" costs the same on page 300 as on page 1, and skips nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from articles.models import Article

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows; ``after`` is the cursor of the next page, empty on the last."""

    rows: list[Article]
    after: str
    is_first: bool


def newest_first(articles: QuerySet[Article], after: str) -> Page:
    """By time in the stage, newest first. A cursor that makes no sense gives the first page."""
    articles = articles.order_by("-stage_since", "pk")
    if key := _parsed_time(after):
        since, pk = key
        articles = articles.filter(Q(stage_since__lt=since) | Q(stage_since=since, pk__gt=pk))
    return _page(articles, key is None, lambda row: row.stage_since.isoformat())


def soonest_first(articles: QuerySet[Article], after: str) -> Page:
    """By the day the review falls due."""
    articles = articles.order_by("review_due", "pk")
    if key := _parsed_day(after):
        day, pk = key
        articles = articles.filter(Q(review_due__gt=day) | Q(review_due=day, pk__gt=pk))
    return _page(articles, key is None, lambda row: str(row.review_due))


def _page(articles: QuerySet[Article], is_first: bool, key: object) -> Page:
    found = list(articles[: SIZE + 1])
    rows = found[:SIZE]
    assert callable(key)
    after = f"{key(rows[-1])}_{rows[-1].pk}" if len(found) > SIZE else ""
    return Page(rows, after, is_first)


def _parsed_time(after: str) -> tuple[dt.datetime, uuid.UUID] | None:
    stamp, _, pk = after.partition("_")
    try:
        moment = dt.datetime.fromisoformat(stamp)
        return (moment, uuid.UUID(pk)) if moment.tzinfo else None
    except ValueError:
        return None


def _parsed_day(after: str) -> tuple[dt.date, uuid.UUID] | None:
    day, _, pk = after.partition("_")
    try:
        return dt.date.fromisoformat(day), uuid.UUID(pk)
    except ValueError:
        return None
