"""One article by its address: live, withdrawn, or never seen by readers."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from articles import selection
from articles.errors import ReviewFlowError, TransitionRefused
from articles.models import Article, LedgerEntry, Publication
from articles.selection import Candidate
from articles.stages import Event


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a text was taken from its readers: when (aware), and the reason that was given."""

    at: dt.datetime
    why: str

    @classmethod
    def told_by(cls, entry: LedgerEntry) -> Withdrawal:
        """From the ledger entry of the withdrawal."""
        return cls(entry.at, json.loads(entry.payload)["note"])


class WithdrawnArticle(ReviewFlowError):
    """Readers had it, and shall not have it any more (410). ``withdrawal`` says since when."""

    def __init__(self, article: Article, withdrawal: Withdrawal) -> None:
        self.article = article
        self.withdrawal = withdrawal
        super().__init__(f"{article.slug} was withdrawn.")


def find(slug: str) -> Article:
    """The live article at an address.

    Raises ``Article.DoesNotExist`` for one that was never released, as for one that does not
    exist, and ``WithdrawnArticle``.
    """
    article = Article.objects.get(slug=slug)
    if article.is_live:
        return article
    entries = LedgerEntry.objects.about(article.subject).filter(kind=Event.WITHDRAW)
    withdrawn = entries.order_by("-seq").first()
    if withdrawn is None:
        raise Article.DoesNotExist(f"{slug} was never released.")
    raise WithdrawnArticle(article, Withdrawal.told_by(withdrawn))


def judged(article: Article) -> Candidate:
    """The live text with what stands behind it.

    Raises ``TransitionRefused`` with every reason where it may not be delivered as reviewed.
    """
    candidate = next(selection.candidates([article], include_approved=False))
    if found := selection.refusals(candidate):
        raise TransitionRefused("deliver", found)
    return candidate


def editions(article: Article) -> list[Publication]:
    """Every edition that readers had or have, the newest first."""
    rows = article.publications.select_related("record")
    return list(rows.order_by("-released_at", "-pk"))
