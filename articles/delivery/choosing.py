"""Which articles an order asks for, read and judged a chunk at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce, Length
from django.utils.translation import gettext as _

from articles import selection
from articles.errors import InputRefused
from articles.models import Article, LedgerEntry
from articles.selection import MOVED, Candidate
from articles.stages import Event, Stage

from .addresses import Addresses
from .ordering import Delivered, Order, Refused, WithdrawnArticle

AT_ONCE = 100
"""Articles that are read, judged and written together: what memory holds of a large house."""
TOGETHER = 2_000_000
"""Characters of their texts; one that is longer stands alone."""
_UNASKED = ("summary", "body", "references")
"""What is long in a row and does not leave: the words that do are those of the record."""
_PARAMETERS = 1_000
"""Values in one statement: a database takes so many, and not any number."""
_APPROVED = (Event.SIGN_OFF, Event.REVISE, Event.WITHDRAW_SIGNATURE)
"""What a text depends on that may leave before its release."""


def keys(order: Order) -> list[UUID]:
    """Keys of the articles asked for, in the order of their names: those named; else those that
    moved after ledger entry ``since``; else all that may leave.

    The work for ``since`` grows with what moved. Raises ``InputRefused`` for a name that no
    article has.
    """
    if order.slugs:
        found = keys_by_slug("slug", sorted(set(order.slugs)))
        if unknown := sorted(set(order.slugs) - set(found)):
            raise InputRefused("article", f"there is no article “{unknown[0]}”.", "unknown")
    elif order.since is not None:
        rows = LedgerEntry.objects.filter(_moves(order), seq__gt=order.since)
        # Each once by us: asked for distinct ones, SQLite would read the whole ledger by subject.
        subjects = set(rows.order_by("seq").values_list("subject", flat=True))
        found = keys_by_slug("pk", [subject.removeprefix("article:") for subject in subjects])
    else:
        leaving = Q(published_record__isnull=False)
        if order.include_approved:
            leaving |= Q(stage=Stage.APPROVED)
        found = dict(Article.objects.filter(leaving).order_by().values_list("slug", "pk"))
    return [found[slug] for slug in sorted(found)]  # not as the database sorts: each has its way


def must_be_reached(since: int | None, newest: int) -> None:
    """Raises ``InputRefused`` for a cursor that the ledger, which ends at ``newest``, has not
    reached: it is of another one, and would miss what this one tells.
    """
    if since is not None and not -1 <= since <= newest:
        ahead = _("the ledger has not reached cursor %(since)s; its newest is %(newest)s.")
        raise InputRefused("since", ahead % {"since": since, "newest": newest}, "cursor_ahead")


def _moves(order: Order) -> Q:
    return MOVED | Q(kind__in=_APPROVED) if order.include_approved else MOVED


def keys_by_slug(column: str, values: Sequence[str]) -> dict[str, UUID]:
    """Slug and key of the articles that have one of these values."""
    found: dict[str, UUID] = {}
    for at in range(0, len(values), _PARAMETERS):
        rows = Article.objects.filter(**{f"{column}__in": values[at : at + _PARAMETERS]})
        found |= dict(rows.order_by().values_list("slug", "pk"))
    return found


def chunks(
    order: Order, wanted: Sequence[UUID], done: Delivered
) -> Iterator[tuple[int, list[Candidate]]]:
    """What may leave, in order, each time with how many were looked at; ``done`` is told what may
    not.

    An article is judged and handed on as it was when its chunk was read: what happens to it while
    the export goes on is behind the cursor, and the next `--since` tells of it.
    """
    addresses = Addresses() if order.bundle else None
    looked_at = 0
    for at in range(0, len(wanted), AT_ONCE):
        for some in _bounded(wanted[at : at + AT_ONCE]):
            rows = Article.objects.defer(*_UNASKED).in_bulk(some)
            articles = [rows[key] for key in some if key in rows]
            looked_at += len(some)
            yield looked_at, list(_judged(order, articles, done, addresses))


def _bounded(some: Sequence[UUID]) -> Iterator[list[UUID]]:
    """The same articles, in parts whose texts memory holds together."""
    length = Coalesce(Length("published_record__body"), Length("round__record__body"), 0)
    lengths = dict(Article.objects.filter(pk__in=some).order_by().values_list("pk", length))
    part: list[UUID] = []
    held = 0
    for key in some:
        held += lengths.get(key, 0)
        if part and held > TOGETHER:
            yield part
            part, held = [], lengths.get(key, 0)
        part.append(key)
    if part:
        yield part


def _judged(
    order: Order, articles: list[Article], done: Delivered, addresses: Addresses | None
) -> Iterator[Candidate]:
    gone = []
    candidates = selection.candidates(articles, include_approved=order.include_approved)
    for candidate, found in selection.judged(candidates):
        article = candidate.article
        reasons = found or (addresses.refusals(article.slug) if addresses else [])
        if not reasons:
            yield candidate
        elif order.slugs or candidate.round is not None:
            done.refused.append(Refused(article.slug, tuple(reasons), held=article.is_live))
        else:
            gone.append(article)
    if order.since is not None:
        done.withdrawn += _taken_back(gone, order)


def _taken_back(articles: Iterable[Article], order: Order) -> Iterator[WithdrawnArticle]:
    """Those that somebody may have had, by the newest entry that took them away."""
    names = {article.subject: article.slug for article in articles}
    kinds = {Event.WITHDRAW, *(_APPROVED[1:] if order.include_approved else ())}
    rows = LedgerEntry.objects.filter(kind__in=kinds, subject__in=names, seq__gt=order.since)
    newest = {row.subject: row for row in rows.only("subject", "at", "payload").order_by("seq")}
    for subject, slug in names.items():
        if (row := newest.get(subject)) is not None:
            yield WithdrawnArticle(slug, row.at, json.loads(row.payload).get("note", ""))
