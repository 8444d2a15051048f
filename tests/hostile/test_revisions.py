"""An article with ten thousand versions is read as quickly as one with fifty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, HistoricalArticle
from tests.cast import Cast
from tests.desk.site import signed_in

pytestmark = pytest.mark.django_db

MANY = 10_000
LARGEST = 250_000
"""Bytes of a page; one that listed every version would have millions."""


def with_versions(cast: Cast, count: int) -> Article:
    """A draft with as many records, made quickly: short texts, written in one go."""
    article = cast.draft(title=f"Written {count} times")
    first = article.history.get()
    said = {
        field.attname: getattr(first, field.attname)
        for field in HistoricalArticle._meta.concrete_fields
        if field.name != "history_id"
    }
    said |= {"history_type": "~", "history_date": timezone.now()}
    HistoricalArticle.objects.bulk_create(
        HistoricalArticle(**{**said, "version": number, "history_change_reason": f"Take {number}"})
        for number in range(2, count + 1)
    )
    Article.objects.filter(pk=article.pk).update(version=count)
    article.refresh_from_db()
    return article


def pages(article: Article) -> list[str]:
    base = article.get_absolute_url()
    return [
        base,
        f"{base}?before={article.version // 2}",
        reverse("compare", args=[article.slug]),
        f"{reverse('compare', args=[article.slug])}?from=1&to={article.version}",
        reverse("version", args=[article.slug, 1]),
        reverse("admin:articles_article_change", args=[article.pk]),
        reverse("admin:articles_article_history", args=[article.pk]),
    ]


def asked(client: object, address: str) -> tuple[int, int]:
    """Statements and bytes of a page."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(queries), len(response.content)


def test_ten_thousand_versions_cost_no_more_than_fifty(cast: Cast) -> None:
    client = signed_in(cast.editor)
    few, many = with_versions(cast, 50), with_versions(cast, MANY)
    for short, long in zip(pages(few), pages(many), strict=True):
        asked(client, short)  # what is remembered is remembered for both
        statements, _ = asked(client, short)
        again, size = asked(client, long)
        assert again <= statements + 1, long
        assert size < LARGEST, long


def test_every_version_is_reached_by_links(cast: Cast) -> None:
    article = with_versions(cast, 120)
    client, address, found = signed_in(cast.writer), article.get_absolute_url(), []
    while address:
        response = client.get(address)
        listed = response.context["versions"]
        found += [each.number for each in listed]
        more = f"?before={listed[-1].number}"
        address = f"{article.get_absolute_url()}{more}" if more.encode() in response.content else ""
    assert found == list(range(120, 0, -1))
