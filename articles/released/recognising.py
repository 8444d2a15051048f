"""What readers were given, recognised by its digest: for everybody who holds such a text."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from articles.models import LedgerEntry, Publication
from articles.stages import Event

from .finding import Withdrawal

MOST = 20
"""Releases of the same words that are told at once."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """An edition that readers were given, and what became of it.

    ``newer``: the edition that stands in its place; ``withdrawal``: since when readers have none.
    With neither, it is what readers have now.
    """

    publication: Publication
    newer: Publication | None = None
    withdrawal: Withdrawal | None = None

    @property
    def is_live(self) -> bool:
        return self.newer is None and self.withdrawal is None


def recognise(digest: str, article: str = "") -> list[Recognised]:
    """The releases of the words with this content digest, the newest first; of one article (its
    UUID) where it is named. What was never released is not known here.
    """
    rows = Publication.objects.filter(signature__content_digest=digest)
    if article:
        rows = rows.filter(article_id=uuid.UUID(article))
    rows = rows.select_related("article", "record").order_by("-released_at", "-pk")
    return [_told(row) for row in rows[:MOST]]


def _told(publication: Publication) -> Recognised:
    article = publication.article
    if not article.is_live:
        entries = LedgerEntry.objects.about(article.subject).filter(kind=Event.WITHDRAW)
        entry = entries.order_by("-seq").first()
        return Recognised(publication, withdrawal=Withdrawal.told_by(entry) if entry else None)
    newest = article.publications.order_by("-released_at", "-pk").select_related("record")[0]
    return Recognised(publication, None if newest == publication else newest)
