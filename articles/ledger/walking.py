"""Walk the whole ledger and name what does not fit."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from articles import checkpoints, keys, merkle
from articles.errors import LedgerBroken
from articles.models import LedgerEntry, LedgerHead

from .entry import COLUMNS, GENESIS, commitment, core_of, instant
from .extending import cut_off, opened, other_entries


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
    head = LedgerHead.objects.get()
    rows = LedgerEntry.objects.filter(seq__lt=head.size).order_by("seq").values_list(*COLUMNS)
    for values in rows.iterator(2000):
        row = Row(*values)
        found = merkle.leaf_hash(row.core.encode())
        if not _fits(row, count, previous, found):
            faults += [f"Entry {row.seq}: {fault}." for fault in _faults(row, count, previous)]
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


def _head_faults(head: LedgerHead, count: int, last: bytes) -> Iterator[str]:
    if (head.size, bytes(head.last)) != (count, last):
        yield f"The head says {head.size} entries; the ledger holds {count}."
    now = LedgerHead.objects.get().size  # writers may have gone on meanwhile
    if LedgerEntry.objects.filter(seq__gte=now).exists():
        yield f"There are entries behind the head, which says {now}."


def _fits(row: Row, expected: int, previous: bytes, found: bytes) -> bool:
    """Are core, columns, link, commitment and leaf those of an entry at this place?

    One comparison of the whole core; what differs is looked for only where something does.
    """
    core = core_of(
        expected,
        previous,
        kind=row.kind,
        subject=row.subject,
        actor=row.actor,
        at=row.at,
        commit=commitment(row.salt, row.payload.encode()),
    )
    return (row.seq, row.core, row.leaf) == (expected, core, found)


def _faults(entry: Row, expected: int, previous: bytes) -> Iterator[str]:
    try:
        core = dict(json.loads(entry.core))
    except (TypeError, ValueError):
        yield "its core is not a JSON object"
        return
    if entry.seq != expected or core.get("seq") != expected:
        yield f"stands where entry {expected} should"
    if core.get("prev") != previous.hex():
        yield "does not follow the entry before it"
    if bytes(entry.leaf) != merkle.leaf_hash(entry.core.encode()):
        yield "its core was altered"
    if core.get("commit") != commitment(bytes(entry.salt), entry.payload.encode()):
        yield "its payload was altered"
    for name, value in (
        ("kind", entry.kind),
        ("subject", entry.subject),
        ("actor", entry.actor),
        ("at", instant(entry.at)),
    ):
        if core.get(name) != value:
            yield f"its column {name} was altered"


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
