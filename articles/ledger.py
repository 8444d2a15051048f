"""Append to the ledger, prove an entry, verify the whole. Knows nothing about articles.

One global chain that is also an RFC 6962 Merkle tree: ``core`` holds the previous leaf, and
leaf = SHA-256(0x00 ‖ core). Each append signs the new root as a C2SP checkpoint.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import transaction

from articles import checkpoints, keys, merkle
from articles.canonical import canonical_bytes
from articles.errors import LedgerBroken
from articles.models import LedgerEntry, LedgerHead
from articles.stages import Event

VERSION = 1
GENESIS = bytes(32)


def commitment(salt: bytes, payload: bytes) -> str:
    """Hides the payload and binds it: without the salt nobody can guess, with it nobody can lie."""
    return hashlib.sha256(b"\x02" + salt + payload).hexdigest()


@transaction.atomic(savepoint=False)
def append(
    kind: Event, *, actor: str, subject: str, at: dt.datetime, payload: dict[str, Any]
) -> LedgerEntry:
    """Add one entry: the last statements of the caller's transaction.

    The head row is the mutex: writers queue on it, in order. Raises ``KeyMissing`` without a
    signing key, so that nothing is recorded that could not be proved.
    """
    signer = keys.signing_key()
    head = LedgerHead.objects.select_for_update().get()
    salt = secrets.token_bytes(16)
    body = canonical_bytes(payload)
    core = canonical_bytes(
        {
            "v": VERSION,
            "seq": head.size,
            "prev": bytes(head.last).hex(),
            "kind": kind.value,
            "subject": subject,
            "actor": actor,
            "at": at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "commit": commitment(salt, body),
        }
    )
    leaf = merkle.leaf_hash(core)
    frontier = merkle.extend(merkle.split(bytes(head.frontier)), head.size, leaf)
    entry = LedgerEntry(
        seq=head.size,
        kind=kind,
        subject=subject,
        actor=actor,
        at=at,
        core=core.decode(),
        salt=salt,
        payload=body.decode(),
        leaf=leaf,
        checkpoint=checkpoints.seal(
            settings.ISSUER, head.size + 1, merkle.root_of(frontier), signer
        ),
    )
    entry.save(force_insert=True)
    LedgerHead.objects.filter(size=head.size).update(
        size=head.size + 1, last=leaf, frontier=b"".join(frontier)
    )
    return entry


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


def walk(*, every_checkpoint: bool = False) -> Walk:
    """Check every entry in one streaming pass: core, columns, link, commitment, tree, signature.

    Only the newest checkpoint's signature is checked unless ``every_checkpoint``: it covers all.
    """
    faults: list[str] = []
    trusted = [item.key for item in keys.ring()]
    frontier: list[bytes] = []
    previous, count, newest, last = GENESIS, 0, "", LedgerEntry()
    for expected, entry in enumerate(LedgerEntry.objects.order_by("seq").iterator(2000)):
        faults += [f"Entry {entry.seq}: {fault}." for fault in _faults(entry, expected, previous)]
        leaf = merkle.leaf_hash(entry.core.encode())
        frontier = merkle.extend(frontier, expected, leaf)
        previous, count, newest, last = leaf, expected + 1, entry.checkpoint, entry
        if every_checkpoint:
            faults += _checkpoint_faults(entry, count, frontier, trusted)
    if count and not every_checkpoint:
        faults += _checkpoint_faults(last, count, frontier, trusted)
    head = LedgerHead.objects.get()
    if (head.size, bytes(head.last)) != (count, previous):
        faults.append(f"The head says {head.size} entries; the ledger holds {count}.")
    return Walk(count, newest, tuple(faults))


def _faults(entry: LedgerEntry, expected: int, previous: bytes) -> Iterator[str]:
    try:
        core = json.loads(entry.core)
    except ValueError:
        yield "its core is not JSON"
        return
    if entry.seq != expected or core.get("seq") != expected:
        yield f"stands where entry {expected} should"
    if core.get("prev") != previous.hex():
        yield "does not follow the entry before it"
    if bytes(entry.leaf) != merkle.leaf_hash(entry.core.encode()):
        yield "its core was altered"
    if core.get("commit") != commitment(bytes(entry.salt), entry.payload.encode()):
        yield "its payload was altered"
    at = entry.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    for name, value in (
        ("kind", entry.kind),
        ("subject", entry.subject),
        ("actor", entry.actor),
        ("at", at),
    ):
        if core.get(name) != value:
            yield f"its column {name} was altered"


def _checkpoint_faults(
    entry: LedgerEntry, size: int, frontier: Sequence[bytes], trusted: Sequence[Ed25519PublicKey]
) -> list[str]:
    try:
        signed = checkpoints.open_checkpoint(entry.checkpoint, trusted)
    except LedgerBroken as error:
        return [f"Entry {entry.seq}: {error}"]
    if signed != (settings.ISSUER, size, merkle.root_of(frontier)):
        return [f"Entry {entry.seq}: the checkpoint covers another ledger."]
    return []
