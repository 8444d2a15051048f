"""Do ledger, signatures, records, live rows and triggers agree? Every fault named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from articles import canonical, ledger, signing, triggers
from articles.models import (
    Article,
    HistoricalArticle,
    LedgerEntry,
    Publication,
    Review,
    Signature,
)
from articles.stages import Event, Outcome, Stage

CONTENT_EVENTS = (Event.ARTICLE_SAVE, Event.ARTICLE_IMPORT)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A checkpoint kept outside the database, and where it was found."""

    name: str
    note: str
    age_seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what does not fit. ``anchors`` names those that were used."""

    entries: int
    records: int
    signatures: int
    anchors: tuple[Anchor, ...]
    faults: tuple[str, ...]


def check(anchors: Iterable[Anchor] = (), *, every_checkpoint: bool = False) -> Report:
    """Check everything against everything, as of one moment. Reads only and holds up no writer."""
    used = tuple(anchors)
    with _one_moment():
        notes = {anchor.name: anchor.note for anchor in used}
        walk = ledger.walk(every_checkpoint=every_checkpoint, anchors=notes)
        faults = [*walk.faults, *_trigger_faults()]
        bound, content = _said_by_the_ledger()
        records = signatures = 0
        for record in HistoricalArticle.objects.order_by("history_id").iterator(500):
            records += 1
            faults += _record_faults(record, content)
        standing = set()
        for signature in Signature.objects.select_related("record", "round").iterator(500):
            signatures += 1
            standing.add(signature.statement_digest)
            faults += _signature_faults(signature, bound)
        faults += [f"Entry {bound[s]}: its signature is gone." for s in set(bound) - standing]
        faults += [*_live_faults(), *_round_faults()]
    return Report(walk.entries, records, signatures, used, tuple(faults))


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


def anchors_in(folder: Path, now: float) -> list[Anchor]:
    """Checkpoints from a folder of ``*.checkpoint`` files, newest first."""
    files = sorted(folder.glob("*.checkpoint"), key=lambda path: path.stat().st_mtime)
    return [Anchor(path.name, path.read_text(), now - path.stat().st_mtime) for path in files[::-1]]


def _trigger_faults() -> Iterator[str]:
    for name in triggers.missing():
        yield f"The trigger {name} is missing."


def _said_by_the_ledger() -> tuple[dict[str, int], set[tuple[str, int, str]]]:
    """Which entry binds which statement, and which versions of which content were saved."""
    bound: dict[str, int] = {}
    content: set[tuple[str, int, str]] = set()
    for seq, kind, subject, payload in LedgerEntry.objects.values_list(
        "seq", "kind", "subject", "payload"
    ).iterator(2000):
        said = json.loads(payload)
        if "statement" in said:
            bound[said["statement"]] = seq
        if kind in CONTENT_EVENTS:
            content.add((subject, said["version"], said["content"]))
    return bound, content


def _record_faults(record: HistoricalArticle, content: set[tuple[str, int, str]]) -> Iterator[str]:
    name = f"Record {record.history_id} of article {record.id}"
    if canonical.content_digest(record.content) != record.content_digest:
        yield f"{name}: its text does not have its digest."
    key = (f"article:{record.id}", record.version, record.content_digest)
    if record.history_type != "-" and key not in content:
        yield f"{name}: no ledger entry says that version {record.version} was saved."


def _signature_faults(signature: Signature, bound: dict[str, int]) -> Iterator[str]:
    name = f"Signature {signature.pk}"
    for fault in signing.faults(signature):
        yield f"{name}: {fault}."
    if signature.statement_digest not in bound:
        yield f"{name}: no ledger entry binds its statement."
    if signature.record.content_digest != signature.content_digest:
        yield f"{name}: it names another text than its record."
    if signature.record.id != signature.article_id:
        yield f"{name}: its record belongs to another article."


def _live_faults() -> Iterator[str]:
    """Live rows that no record explains, and live texts that no publication released."""
    newest: dict[object, tuple[int, str]] = {}
    rows = HistoricalArticle.objects.order_by("history_id")
    for key, version, digest in rows.values_list("id", "version", "content_digest").iterator(2000):
        newest[key] = (version, digest)
    released = set(Publication.objects.values_list("article_id", "record_id"))
    for article in Article.objects.iterator(500):
        if newest.get(article.pk) != (article.version, article.content_digest):
            yield f"Article {article.slug}: no record explains its live row."
        if canonical.content_digest(article.content) != article.content_digest:
            yield f"Article {article.slug}: its text does not have its digest."
        if article.is_live and (article.pk, article.published_record_id) not in released:
            yield f"Article {article.slug}: nothing released the text that readers see."
        if article.stage == Stage.APPROVED and article.round_id is None:
            yield f"Article {article.slug}: it is approved, but no round approved it."


def _round_faults() -> Iterator[str]:
    """Reviews that say “signed off” without a signature."""
    for review in Review.objects.filter(
        decision="signed_off", signature=None, round__outcome=Outcome.APPROVED
    ).select_related("round__article"):
        yield f"Review {review.pk} of {review.round.article.slug}: its signature is gone."
