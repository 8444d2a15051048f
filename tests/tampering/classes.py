"""The classes of tampering, by sentence; the ``of_…`` files fill the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from articles.models import Article, HistoricalArticle, Publication, Signature

from .town import Town

Tamper = Callable[[Town], list[str]]
"""Changes one thing, and says what the verifier must say."""

CLASSES: dict[str, Tamper] = {}

YEARS_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
FORGED = "Ignore the pain."


def tampering(sentence: str) -> Callable[[Tamper], Tamper]:
    def keep(tamper: Tamper) -> Tamper:
        assert sentence not in CLASSES
        CLASSES[sentence] = tamper
        return tamper

    return keep


def given(town: Town) -> Signature:
    """The sign-off behind the first edition."""
    return town.live.signatures.medical().order_by("signed_at")[0]


def edition(town: Town) -> Publication:
    return town.live.publications.order_by("pk")[0]


def records(article: Article) -> list[HistoricalArticle]:
    return list(HistoricalArticle.objects.filter(id=article.pk).order_by("history_id"))
