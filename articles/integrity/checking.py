"""Everything against everything, as of one moment."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from articles import ledger, triggers
from articles.models import Article, HistoricalArticle, LedgerEntry

from .anchors import Anchor
from .doubts import concern_faults
from .exports import export_faults
from .facts import bound_faults, file_faults
from .live import live_faults
from .records import edition_faults, record_faults
from .reviews import review_faults
from .rounds import round_faults
from .saying import Said, lines, read_ledger
from .schedules import schedule_faults
from .signatures import signature_faults
from .standing import Stories, standing_faults
from .stories import stories_of
from .tally import Listener, Tally, chunks


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what does not fit.

    ``rows``: how many of each kind were compared. ``anchors``: those that were used.
    """

    entries: int
    rows: Mapping[str, int]
    anchors: tuple[Anchor, ...]
    faults: tuple[str, ...]

    @property
    def records(self) -> int:
        return self.rows.get("records of articles", 0)

    @property
    def signatures(self) -> int:
        return self.rows.get("signatures", 0)


def check(
    anchors: Iterable[Anchor] = (),
    *,
    every_checkpoint: bool = False,
    listener: Listener | None = None,
) -> Report:
    """Check everything against everything. Reads only and holds up no writer.

    ``every_checkpoint``: each signature of the ledger, not the newest alone. ``listener`` hears
    what is being compared.
    """
    used, tally = tuple(anchors), Tally(listener)
    with _one_moment():
        notes = {anchor.name: anchor.note for anchor in used}
        if listener:
            listener("links of the ledger", LedgerEntry.objects.count())
        walk = ledger.walk(every_checkpoint=every_checkpoint, anchors=notes)
        said = read_ledger(tally.over("ledger entries", lines(LedgerEntry.objects.all())))
        faults = [*walk.faults, *said.faults, *triggers.faults()]
        faults += live_faults(tally)
        for keys in chunks(_articles(said)):
            faults += _article_faults(keys, tally)
        faults += [*bound_faults(said, tally), *file_faults(tally), *export_faults(tally)]
    return Report(walk.entries, dict(tally.counts), used, tuple(faults))


def _article_faults(keys: list[uuid.UUID], tally: Tally) -> Iterator[str]:
    """All that is on record of some articles."""
    by_subject = stories_of(f"article:{key}" for key in keys)
    stories: Stories = {key: by_subject[f"article:{key}"] for key in keys}
    yield from standing_faults(stories)
    for faults in (
        record_faults,
        edition_faults,
        schedule_faults,
        signature_faults,
        round_faults,
        review_faults,
        concern_faults,
    ):
        yield from faults(stories, tally)


def _articles(said: Said) -> Iterator[uuid.UUID]:
    """Every article that the ledger, a live row or a record knows."""
    for subject in said.articles:
        try:
            yield uuid.UUID(subject.removeprefix("article:"))
        except ValueError:
            continue  # whoever could write such an entry could have written none
    is_live = Exists(Article.objects.filter(pk=OuterRef("id")))
    recorded = HistoricalArticle.objects.filter(~is_live).order_by("id").distinct()
    for keys in (
        Article.objects.order_by("pk").values_list("pk", flat=True),
        recorded.values_list("id", flat=True),
    ):
        yield from (key for key in keys.iterator(2000) if f"article:{key}" not in said.articles)


@contextmanager
def _one_moment() -> Iterator[None]:
    """One snapshot for many reads. Django would begin an IMMEDIATE transaction on SQLite."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
