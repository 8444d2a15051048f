"""What a text is compared with: my last signature, the live text, or any version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.http import Http404
from django.shortcuts import get_object_or_404

from articles.models import Article, Signature

DIGITS = 9
"""Of the number of a version; more are none that a database can hold."""


class Against(StrEnum):
    """How an address names what a text is compared with; a version by its number."""

    MINE = "mine"
    LIVE = "live"
    NOTHING = "nothing"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Basis:
    """``record`` is None where there is nothing to compare with: the whole text is new.

    ``at``: when its sign-off was given, or when it was saved.
    """

    against: Against
    record: Any = None
    at: dt.datetime | None = None

    @property
    def key(self) -> str:
        """As it stands in an address."""
        return str(self.record.version) if self.against is Against.VERSION else str(self.against)


def signatures_of(article: Article) -> list[Signature]:
    """Every sign-off of an article that was not withdrawn, the newest first, with its words."""
    found = article.signatures.medical().standing().select_related("record")
    return list(found.defer("statement").order_by("-signed_at", "-pk"))


def bases(article: Article, user: User, given: Sequence[Signature]) -> list[Basis]:
    """What offers itself, the best first: the reader's newest sign-off that was not withdrawn,
    else what readers see; nothing at all comes last.
    """
    mine = next((signature for signature in given if signature.signer_id == user.pk), None)
    live = article.published_record
    found = []
    if mine is not None:
        found.append(Basis(Against.MINE, mine.record, mine.signed_at))
    if live is not None:
        found.append(Basis(Against.LIVE, live, live.history_date))
    return [*found, Basis(Against.NOTHING)]


def basis(article: Article, offered: Sequence[Basis], asked: str) -> Basis:
    """The basis that an address asks for; without one, the best. Raises ``Http404``."""
    if not asked:
        return offered[0]
    for each in offered:
        if each.against == asked:
            return each
    record = saved(article, asked)
    return Basis(Against.VERSION, record, record.history_date)


def saved(article: Article, asked: str) -> Any:
    """The version that an address names by its number. Raises ``Http404``."""
    if not asked.isdecimal() or len(asked) > DIGITS:
        raise Http404
    return get_object_or_404(article.history.select_related("history_user"), version=asked)
