"""What moved for readers since a ledger entry, each article once, in the ledger's order.

An entry becomes visible together with what it tells of, and entries become visible in the order of
their numbers, because every act holds the ledger's head until it commits. So a reader who has read
up to a number has missed nothing below it, however many publish meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef

from articles import selection
from articles.errors import Refusal
from articles.models import Article, LedgerEntry, Publication
from articles.selection import MOVED, Candidate
from articles.stages import Event

from .finding import Withdrawal

CHUNK = 1_000
"""The most moves that one page looks through for a specialty: it may hold none, and more follow."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article as it stands after its newest move, entry ``seq``.

    Live with ``candidate`` and, where it may not be delivered as reviewed, the ``refusals``; or
    taken from readers, with its ``withdrawal``.
    """

    seq: int
    article: Article
    candidate: Candidate | None
    refusals: tuple[Refusal, ...] = ()
    withdrawal: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Items in the order of their moves. ``seq``: where the next page begins; ``more``: at once."""

    items: list[Item]
    seq: int
    more: bool


def page(since: int, limit: int, specialty: str = "") -> Page:
    """At most ``limit`` articles that moved after entry ``since``, in a constant number of
    statements.

    With a ``specialty``: those that were released in it at any time, so that a reader of one
    specialty learns, too, that an article moved to another.
    """
    size = CHUNK if specialty else limit
    newer = LedgerEntry.objects.filter(MOVED, subject=OuterRef("subject"), seq__gt=OuterRef("seq"))
    rows = LedgerEntry.objects.filter(MOVED, ~Exists(newer), seq__gt=since).order_by("seq")
    found = list(rows.only("kind", "subject", "at", "payload")[: size + 1])
    moves, more = found[:size], len(found) > size
    end = moves[-1].seq if moves else since
    if specialty:
        known = _released_in(specialty, moves)
        moves = [move for move in moves if _key(move) in known]
        if len(moves) > limit:
            moves, more = moves[:limit], True
            end = moves[-1].seq
    items, overtaken = _items(moves)
    return Page(items, end, more or overtaken)


def _key(move: LedgerEntry) -> str:
    return move.subject.removeprefix("article:")


def _released_in(specialty: str, moves: Sequence[LedgerEntry]) -> set[str]:
    rows = Publication.objects.filter(
        article__in=[_key(move) for move in moves], record__specialty=specialty
    )
    return {str(key) for key in rows.order_by().values_list("article", flat=True)}


def _items(moves: Sequence[LedgerEntry]) -> tuple[list[Item], bool]:
    """The items, and whether one was left out because its article moved again meanwhile.

    Rows are read after the moves. If nothing moved an article between the two, its rows are those
    of its move; else it stands further on in the order, where the reader meets it anyway.
    """
    articles = Article.objects.in_bulk([_key(move) for move in moves])
    by_key = {str(key): article for key, article in articles.items()}
    candidates = selection.candidates(by_key.values(), include_approved=False)
    judged = {str(c.article.pk): (c, found) for c, found in selection.judged(candidates)}
    newest = _newest(moves)
    items = [
        _item(move, *judged[_key(move)]) for move in moves if newest.get(move.subject) == move.seq
    ]
    return items, len(items) < len(moves)


def _newest(moves: Sequence[LedgerEntry]) -> dict[str, int]:
    """The newest move of each of these articles, as it is now."""
    if not moves:
        return {}
    subjects = [move.subject for move in moves]
    rows = LedgerEntry.objects.filter(MOVED, subject__in=subjects, seq__gte=moves[0].seq)
    return dict(rows.order_by().values_list("subject").annotate(Max("seq")))


def _item(move: LedgerEntry, candidate: Candidate, refusals: Sequence[Refusal]) -> Item:
    if move.kind == Event.WITHDRAW:
        return Item(move.seq, candidate.article, None, withdrawal=Withdrawal.told_by(move))
    return Item(move.seq, candidate.article, candidate, tuple(refusals))
