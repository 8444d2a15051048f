"""Prove one entry to somebody without the ledger.

A proof has the form of a bundle's ``ledger.json``, so that one verifier judges both. The size of
the tree stands in the signed checkpoint alone: a size that nobody signed can be lied about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from articles import checkpoints, keys, merkle
from articles.canonical import canonical_bytes
from articles.errors import InputRefused, LedgerBroken
from articles.models import LedgerEntry

from .entry import commitment
from .extending import leaves

SCHEMA = "reviewflow/ledger-proof@1"


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry stands in the ledger of ``size`` entries which ``checkpoint`` signs.

    ``steps``: the RFC 6962 inclusion proof, from the leaf to the root.
    """

    entry: LedgerEntry
    size: int
    steps: tuple[bytes, ...]
    checkpoint: str

    def as_bytes(self) -> bytes:
        """The file: all that an outsider needs besides the public key."""
        return canonical_bytes(self.as_json())

    def as_json(self) -> dict[str, Any]:
        entry = {
            "core": self.entry.core,
            "salt": bytes(self.entry.salt).hex(),
            "payload": self.entry.payload,
            "proof": [step.hex() for step in self.steps],
        }
        return {
            "schema": SCHEMA,
            "origin": settings.ISSUER,
            "checkpoint": self.checkpoint,
            "entries": [entry],
        }


def newest() -> LedgerEntry | None:
    """The entry at the end, with the checkpoint that covers all."""
    return LedgerEntry.objects.order_by("-seq").first()


def prove(seq: int, size: int | None = None) -> Proof:
    """Prove entry ``seq`` against the checkpoint over ``size`` entries; without it, the newest.

    Reads every leaf once and holds none of them. Raises ``InputRefused`` for an entry or a size
    that is not there, ``LedgerBroken`` where the ledger does not bear the proof out.
    """
    entry = LedgerEntry.objects.filter(seq=seq).first()
    if entry is None:
        raise InputRefused("seq", f"there is no entry {seq}.", "unknown")
    end = newest() if size is None else LedgerEntry.objects.filter(seq=size - 1).first()
    if end is None or end.seq < seq:
        raise InputRefused("size", f"no checkpoint over {size} entries covers it.", "size")
    steps, root = merkle.prove(leaves(end.seq + 1), seq, end.seq + 1)
    signed = checkpoints.open_checkpoint(end.checkpoint, [item.key for item in keys.ring()])
    if signed != (settings.ISSUER, end.seq + 1, root):
        raise LedgerBroken(f"Entry {end.seq}: the checkpoint covers another ledger.")
    if merkle.leaf_hash(entry.core.encode()) != bytes(entry.leaf):
        raise LedgerBroken(f"Entry {seq}: its core was altered.")
    if commitment(bytes(entry.salt), entry.payload.encode()) != json.loads(entry.core)["commit"]:
        raise LedgerBroken(f"Entry {seq}: its payload was altered.")
    return Proof(entry, end.seq + 1, tuple(steps), end.checkpoint)
