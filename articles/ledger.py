"""Append to the ledger, prove an entry, verify the whole. Knows nothing about articles.

One global chain that is also an RFC 6962 Merkle tree: ``core`` holds the previous leaf, and
leaf = SHA-256(0x00 ‖ core). Each append signs the new root as a C2SP checkpoint.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
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


def instant(at: dt.datetime) -> str:
    """A moment as entries write it: UTC, microseconds."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@transaction.atomic(savepoint=False)
def append(
    kind: Event, *, actor: str, subject: str, at: dt.datetime, payload: dict[str, Any]
) -> LedgerEntry:
    """Add one entry: the last statements of the caller's transaction, queued on the head row.

    Raises ``KeyMissing`` without a signing key: nothing is recorded that could not be proved.
    """
    key = keys.signing_key()
    head = LedgerHead.objects.select_for_update().get()
    salt, body = secrets.token_bytes(16), canonical_bytes(payload)
    said = {"kind": kind.value, "subject": subject, "actor": actor, "at": instant(at)}
    link = {"v": VERSION, "seq": head.size, "prev": bytes(head.last).hex()}
    core = canonical_bytes({**link, **said, "commit": commitment(salt, body)})
    leaf = merkle.leaf_hash(core)
    frontier = merkle.extend(merkle.split(bytes(head.frontier)), head.size, leaf)
    root = merkle.root_of(frontier)
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
        checkpoint=checkpoints.seal(settings.ISSUER, head.size + 1, root, key),
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


def walk(*, every_checkpoint: bool = False, anchors: Mapping[str, str] | None = None) -> Walk:
    """Check every entry in one streaming pass: core, columns, link, commitment, tree, signature.

    Only the newest checkpoint's signature is checked unless ``every_checkpoint``: it covers all.
    ``anchors``: checkpoints kept elsewhere, by name; each must be a past head of this very ledger.
    """
    trusted = [item.key for item in keys.ring()]
    outside, faults = _opened(anchors or {}, trusted)
    frontier: list[bytes] = []
    previous, count, last = GENESIS, 0, LedgerEntry()
    head = LedgerHead.objects.get()
    entries = LedgerEntry.objects.filter(seq__lt=head.size).order_by("seq")
    for expected, entry in enumerate(entries.iterator(2000)):
        faults += [f"Entry {entry.seq}: {fault}." for fault in _faults(entry, expected, previous)]
        previous = merkle.leaf_hash(entry.core.encode())
        frontier = merkle.extend(frontier, expected, previous)
        count, last = expected + 1, entry
        if every_checkpoint:
            faults += _checkpoint_faults(entry, count, frontier, trusted)
        for name, root in outside.pop(count, ()):
            if root != merkle.root_of(frontier):
                faults.append(f"Anchor {name} saw other entries before entry {count}.")
    if count:
        # A revoked key vouches for the past, under a newer key, and never for the end.
        now = keys.trusted()
        faults += [f for f in _checkpoint_faults(last, count, frontier, now) if f not in faults]
    faults += _head_faults(head, count, previous)
    if not faults and bytes(head.frontier) != b"".join(frontier):
        faults.append("The head's frontier is not that of the entries.")
    faults += [
        f"Anchor {name} saw {size} entries; the ledger holds {count}."
        for size, names in outside.items()
        for name, _ in names
    ]
    return Walk(count, last.checkpoint, tuple(faults))


def _opened(
    anchors: Mapping[str, str], trusted: Sequence[Ed25519PublicKey]
) -> tuple[dict[int, list[tuple[str, bytes]]], list[str]]:
    """Anchors by the size they saw, and what is wrong with the others."""
    outside: dict[int, list[tuple[str, bytes]]] = {}
    faults = []
    for name, note in anchors.items():
        try:
            _, size, root = checkpoints.open_checkpoint(note, trusted)
        except LedgerBroken as error:
            faults.append(f"Anchor {name}: {error}")
            continue
        outside.setdefault(size, []).append((name, root))
    return outside, faults


def _head_faults(head: LedgerHead, count: int, last: bytes) -> Iterator[str]:
    if (head.size, bytes(head.last)) != (count, last):
        yield f"The head says {head.size} entries; the ledger holds {count}."
    now = LedgerHead.objects.get().size  # writers may have gone on meanwhile
    if LedgerEntry.objects.filter(seq__gte=now).exists():
        yield f"There are entries behind the head, which says {now}."


def _faults(entry: LedgerEntry, expected: int, previous: bytes) -> Iterator[str]:
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
    entry: LedgerEntry, size: int, frontier: Sequence[bytes], trusted: Sequence[Ed25519PublicKey]
) -> list[str]:
    try:
        signed = checkpoints.open_checkpoint(entry.checkpoint, trusted)
    except LedgerBroken as error:
        return [f"Entry {entry.seq}: {error}"]
    if signed != (settings.ISSUER, size, merkle.root_of(frontier)):
        return [f"Entry {entry.seq}: the checkpoint covers another ledger."]
    return []
