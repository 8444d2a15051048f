"""What was released last, for feed readers (RFC 4287)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from articles import selection, specialties
from articles.models import Article, Publication
from articles.selection import Candidate

ENTRIES = 50
CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class _Feed(Atom1Feed):
    """Summaries are plain text, not markup, and each entry is in the language of its article."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"xml:lang": item["locale"]} if item["locale"] else {}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})


def document() -> bytes:
    """The newest releases that may be delivered as reviewed, each live article once."""
    newest = Publication.objects.order_by("-released_at", "-pk")
    keys = list(newest.values_list("article", flat=True)[:ENTRIES])
    articles = Article.objects.live().filter(pk__in=keys)
    candidates = [
        candidate
        for candidate in selection.candidates(articles, include_approved=False)
        if not selection.refusals(candidate)
    ]
    candidates.sort(key=_released, reverse=True)
    address = f"{settings.BASE_URL}{reverse('api-atom')}"
    feed = _Feed(
        title=settings.PUBLISHER_NAME,
        link=f"{settings.BASE_URL}/",
        description="",
        feed_url=address,
        feed_guid=address,
        author_name=settings.PUBLISHER_NAME,
        language=None,
    )
    for candidate in candidates:
        _add(feed, candidate)
    return feed.writeString("utf-8").encode()


def _released(candidate: Candidate) -> tuple[object, object]:
    publication = candidate.publication
    assert publication is not None  # a live text without one is refused
    return publication.released_at, publication.pk


def _add(feed: Atom1Feed, candidate: Candidate) -> None:
    article, publication, round = candidate.article, candidate.publication, candidate.round
    assert publication is not None and round is not None
    record = round.record
    feed.add_item(
        title=record.title,
        link=article.canonical_url
        or f"{settings.BASE_URL}{reverse('api-article', args=[article.slug])}",
        description=record.summary,
        locale=record.locale,
        unique_id=f"urn:uuid:{article.pk}",
        updateddate=publication.released_at,
        categories=[specialties.label(record.specialty)],
    )
