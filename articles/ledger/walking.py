"""Walk the whole ledger and name what does not fit."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import DatabaseError

from articles import checkpoints, keys, merkle
from articles.errors import LedgerBroken
from articles.models import LedgerEntry, LedgerHead

from .entry import COLUMNS, GENESIS, commitment, core_of, instant
from .extending import cut_off, opened, other_entries

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


class Row(NamedTuple):
    """An entry as a walk reads it: no model, which would cost more than all checks."""

    seq: int
    kind: str
    subject: str
    actor: str
    at: dt.datetime
    core: str
    salt: bytes
    payload: str
    leaf: bytes
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk over the whole ledger found."""

    entries: int
    checkpoint: str
    faults: tuple[str, ...]


def verify() -> int:
    """Walk the chain, the tree and the newest checkpoint; the number of entries.

    Raises ``LedgerBroken`` with the first fault. ``walk`` lists them all.
    """
    found = walk()
    if found.faults:
        raise LedgerBroken(found.faults[0])
    return found.entries


def walk(*, every_checkpoint: bool = False, anchors: Mapping[str, str] | None = None) -> Walk:
    """Check every entry in one streaming pass: core, columns, link, commitment, tree, signature.

    Only the newest checkpoint's signature is checked unless ``every_checkpoint``: it covers all.
    ``anchors``: checkpoints kept elsewhere, by name; each must be a past head of this very ledger.
    """
    trusted = [item.key for item in keys.ring()]
    outside, faults = opened(anchors or {})
    frontier: list[bytes] = []
    previous, count, row = GENESIS, 0, None
    place, head = 0, LedgerHead.objects.get()
    for row in _rows(head.size, faults):
        if row.seq > place:
            faults.append(_gone(place, row.seq - 1))
        place = row.seq + 1
        found = merkle.leaf_hash(str(row.core).encode())
        if not _fits(row, previous, found):
            faults += [f"Entry {row.seq}: {fault}." for fault in _faults(row, previous)]
        frontier = merkle.extend(frontier, count, found)
        previous, count = found, count + 1
        if every_checkpoint:
            faults += _checkpoint_faults(row, count, frontier, trusted)
        if count in outside:
            faults += other_entries(outside[count], count, merkle.root_of(frontier))
    if row:
        # A revoked key vouches for the past, under a newer key, and never for the end.
        now = keys.trusted()
        faults += [f for f in _checkpoint_faults(row, count, frontier, now) if f not in faults]
    faults += _head_faults(head, count, previous)
    if not faults and bytes(head.frontier) != b"".join(frontier):
        faults.append("The head's frontier is not that of the entries.")
    faults += cut_off(outside, count)
    return Walk(count, row.checkpoint if row else "", tuple(faults))


def _rows(size: int, faults: list[str]) -> Iterator[Row]:
    """Every entry before the head, in order. One that the database cannot give is empty."""
    rows = LedgerEntry.objects.filter(seq__lt=size).order_by("seq").values_list(*COLUMNS)
    seen = -1
    try:
        for values in rows.iterator(2000):
            seen = values[0]
            yield Row(*values)
    except DatabaseError:  # SQLite stores text that is none, and then gives nothing of its kind
        numbers = LedgerEntry.objects.filter(seq__gt=seen, seq__lt=size).order_by("seq")
        for seq in list(numbers.values_list("seq", flat=True)):
            try:
                yield Row(*rows.get(seq=seq))
            except DatabaseError:
                faults.append(f"Entry {seq}: the database cannot give it.")
                yield Row(seq, "", "", "", NEVER, "", b"", "", b"", "")


def _gone(first: int, last: int) -> str:
    return f"Entry {first} is gone." if first == last else f"Entries {first} to {last} are gone."


def _head_faults(head: LedgerHead, count: int, last: bytes) -> Iterator[str]:
    if (head.size, bytes(head.last)) != (count, last):
        yield f"The head says {head.size} entries; the ledger holds {count}."
    now = LedgerHead.objects.get().size  # writers may have gone on meanwhile
    if LedgerEntry.objects.filter(seq__gte=now).exists():
        yield f"There are entries behind the head, which says {now}."


def _fits(row: Row, previous: bytes, found: bytes) -> bool:
    """Are core, columns, link, commitment and leaf those of the entry with this number?

    One comparison of the whole core; what differs is looked for only where something does. What is
    no text or time at all fits nothing.
    """
    try:
        core = core_of(
            row.seq,
            previous,
            kind=row.kind,
            subject=row.subject,
            actor=row.actor,
            at=row.at,
            commit=commitment(row.salt, row.payload.encode()),
        )
    except (AttributeError, TypeError, ValueError):
        return False
    return (row.core, row.leaf) == (core, found)


def _faults(entry: Row, previous: bytes) -> Iterator[str]:
    try:
        core = dict(json.loads(entry.core))
    except (TypeError, ValueError):
        yield "its core is not a JSON object"
        return
    if core.get("seq") != entry.seq:
        yield f"says that it is entry {core.get('seq')}"
    if core.get("prev") != previous.hex():
        yield "does not follow the entry before it"
    if entry.leaf != merkle.leaf_hash(str(entry.core).encode()):
        yield "its core was altered"
    if not _is_committed(entry, core.get("commit")):
        yield "its payload was altered"
    for name, value in (
        ("kind", entry.kind),
        ("subject", entry.subject),
        ("actor", entry.actor),
        ("at", instant(entry.at) if isinstance(entry.at, dt.datetime) else None),
    ):
        if core.get(name) != value:
            yield f"its column {name} was altered"


def _is_committed(entry: Row, commit: object) -> bool:
    try:
        return commit == commitment(entry.salt, entry.payload.encode())
    except (AttributeError, TypeError):  # no bytes, no text
        return False


def _checkpoint_faults(
    entry: Row, size: int, frontier: Sequence[bytes], trusted: Sequence[Ed25519PublicKey]
) -> list[str]:
    try:
        signed = checkpoints.open_checkpoint(entry.checkpoint, trusted)
    except LedgerBroken as error:
        return [f"Entry {entry.seq}: {error}"]
    if signed != (settings.ISSUER, size, merkle.root_of(frontier)):
        return [f"Entry {entry.seq}: the checkpoint covers another ledger."]
    return []
