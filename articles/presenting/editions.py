"""What readers were given: the editions of an article with their change notes, and what waits."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Article, Publication, Schedule
from articles.stages import Stage

LISTED = 20
"""Editions that a page shows, the newest first; the timeline has them all."""


@dataclass(frozen=True, slots=True)
class Editions:
    """``live``: the key of the edition that readers see. ``waiting``: a release for later."""

    released: list[Publication]
    live: int
    waiting: Schedule | None

    def __bool__(self) -> bool:
        return bool(self.released or self.waiting)


SHOWN = (
    *("article_id", "major", "minor", "released_at", "note", "record__version"),
    "signature__printed_name",
)


def editions(article: Article) -> Editions:
    """One statement, two where a release may wait."""
    found = article.publications.select_related("record", "signature").only(*SHOWN)
    released = list(found.order_by("-released_at", "-pk")[:LISTED])
    shown = (each.pk for each in released if each.record_id == article.published_record_id)
    waits = article.schedules.waiting().select_related("signature").defer("signature__statement")
    waiting = waits.first() if article.stage == Stage.APPROVED else None
    return Editions(released, next(shown, 0), waiting)
