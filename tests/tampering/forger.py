"""Somebody who knows how the ledger is made, and makes it fit again: with no key, another, ours."""

from __future__ import annotations

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from articles import checkpoints, ledger, merkle
from articles.canonical import canonical_bytes
from articles.models import LedgerEntry, LedgerHead

from .hand import disarmed


def rewrite(seq: int, key: Ed25519PrivateKey | None = None, **facts: Any) -> None:
    """Make one entry say something else; every hash fits, and with a key every checkpoint."""
    entry = LedgerEntry.objects.get(seq=seq)
    core = json.loads(entry.core)
    if "payload" in facts:
        entry.payload = canonical_bytes(facts["payload"]).decode()
        core["commit"] = ledger.commitment(bytes(entry.salt), entry.payload.encode())
    for name in ("kind", "actor", "subject", "at"):
        if name in facts:
            setattr(entry, name, facts[name])
            core[name] = ledger.instant(facts[name]) if name == "at" else facts[name]
    entry.core = canonical_bytes(core).decode()
    with disarmed(LedgerEntry()):
        entry.save(force_update=True)
        rebuild(key)


def drop(*seqs: int, key: Ed25519PrivateKey | None = None) -> None:
    """Take entries out and move the later ones up."""
    with disarmed(LedgerEntry()):
        LedgerEntry.objects.filter(seq__in=seqs).delete()
        _renumber(list(LedgerEntry.objects.order_by("seq")), min(seqs))
        rebuild(key)


def insert(seq: int, like: int, key: Ed25519PrivateKey | None = None) -> None:
    """Say what another entry says once more, in between."""
    entries = list(LedgerEntry.objects.order_by("seq"))
    twin = LedgerEntry.objects.get(seq=like)
    with disarmed(LedgerEntry()):
        _renumber([*entries[:seq], twin, *entries[seq:]], seq)
        rebuild(key)


def swap(seq: int, other: int, key: Ed25519PrivateKey | None = None) -> None:
    """Exchange the places of two entries."""
    entries = list(LedgerEntry.objects.order_by("seq"))
    entries[seq], entries[other] = entries[other], entries[seq]
    with disarmed(LedgerEntry()):
        _renumber(entries, seq)
        rebuild(key)


def cut(size: int) -> None:
    """Forget everything after the first ``size`` entries: what stands is genuine, and older."""
    with disarmed(LedgerEntry()):
        LedgerEntry.objects.filter(seq__gte=size).delete()
        rebuild(None)


def rebuild(key: Ed25519PrivateKey | None) -> None:
    """Make every link, leaf and the head fit; sign every checkpoint that changed, with a key."""
    previous, frontier, changed = ledger.GENESIS, [], False
    for entry in LedgerEntry.objects.order_by("seq"):
        core = {**json.loads(entry.core), "seq": entry.seq, "prev": previous.hex()}
        entry.core = canonical_bytes(core).decode()
        previous = merkle.leaf_hash(entry.core.encode())
        frontier = merkle.extend(frontier, entry.seq, previous)
        changed = changed or previous != bytes(entry.leaf)
        if changed:
            entry.leaf = previous
            if key is not None:
                root = merkle.root_of(frontier)
                entry.checkpoint = checkpoints.seal(settings.ISSUER, entry.seq + 1, root, key)
            entry.save(force_update=True)
    size = LedgerEntry.objects.count()
    LedgerHead.objects.update(size=size, last=previous, frontier=b"".join(frontier))


def _renumber(entries: list[LedgerEntry], start: int) -> None:
    """Put entries in the places in which they stand in the list, from one on."""
    LedgerEntry.objects.filter(seq__gte=start).delete()
    for seq, entry in enumerate(entries):
        entry.seq = seq
    LedgerEntry.objects.bulk_create(entries[start:])
