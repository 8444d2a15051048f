"""Do ledger, signatures, records, live rows and triggers agree? Every fault named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from articles import canonical, ledger, signing, triggers
from articles.models import HistoricalArticle, LedgerEntry, Signature
from articles.reconciling import Said, governed_faults, live_faults, read_ledger, round_faults


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
        said = read_ledger()
        records = signatures = 0
        for record in HistoricalArticle.objects.select_related("history_user").iterator(500):
            records += 1
            faults += _record_faults(record, said)
        standing = set()
        for signature in Signature.objects.select_related("record", "round").iterator(500):
            signatures += 1
            standing.add(signature.statement_digest)
            faults += _signature_faults(signature, said)
        gone = set(said.statements) - standing
        faults += [f"Entry {said.statements[key]}: its signature is gone." for key in gone]
        faults += [*live_faults(said), *round_faults(), *governed_faults(said)]
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


def anchors_in(folder: Path, now: dt.datetime) -> list[Anchor]:
    """Checkpoints from a folder of ``*.checkpoint`` files, the newest first.

    The age is that of the last entry a checkpoint saw; copying a file does not change it.
    """
    found = []
    for path in folder.glob("*.checkpoint"):
        note = path.read_text()
        size = next(iter(note.splitlines()[1:2]), "")
        last = LedgerEntry.objects.filter(seq=int(size) - 1).first() if size.isdecimal() else None
        age = (now - last.at).total_seconds() if last else 0.0
        found.append((int(size) if size.isdecimal() else 0, Anchor(path.name, note, age)))
    return [anchor for _, anchor in sorted(found, key=lambda pair: -pair[0])]


def _trigger_faults() -> Iterator[str]:
    for name in triggers.missing():
        yield f"The trigger {name} is missing."


def _record_faults(record: HistoricalArticle, said: Said) -> Iterator[str]:
    name = f"Record {record.history_id} of article {record.id}"
    if canonical.content_digest(record.content) != record.content_digest:
        yield f"{name}: its text does not have its digest."
    if record.history_type == "-":
        return
    who_and_why = said.content.get((f"article:{record.id}", record.version, record.content_digest))
    if who_and_why is None:
        yield f"{name}: no ledger entry says that version {record.version} was saved."
    elif who_and_why != (record.history_user.username, record.history_change_reason):
        yield f"{name}: the ledger names another person or reason for it."


def _signature_faults(signature: Signature, said: Said) -> Iterator[str]:
    name = f"Signature {signature.pk}"
    for fault in signing.faults(signature):
        yield f"{name}: {fault}."
    if signature.statement_digest not in said.statements:
        yield f"{name}: no ledger entry binds its statement."
    if signature.record.content_digest != signature.content_digest:
        yield f"{name}: it names another text than its record."
    if signature.record.id != signature.article_id:
        yield f"{name}: its record belongs to another article."
    if signature.round and signature.round.article_id != signature.article_id:
        yield f"{name}: its round belongs to another article."
