"""Prove one entry to somebody without the ledger.

A proof has the form of a bundle's ``ledger.json``, so that one verifier judges both. The size of
the tree stands in the signed checkpoint alone: a size that nobody signed can be lied about.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from articles import checkpoints, keys, merkle
from articles.canonical import canonical_bytes
from articles.errors import InputRefused, LedgerBroken
from articles.models import LedgerEntry
from articles.schemas import LEDGER_PROOF

from .entry import commitment
from .extending import leaves, leaves_from


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
            "schema": LEDGER_PROOF,
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
    _check(end, root)
    if merkle.leaf_hash(entry.core.encode()) != bytes(entry.leaf):
        raise LedgerBroken(f"Entry {seq}: its core was altered.")
    if commitment(bytes(entry.salt), entry.payload.encode()) != json.loads(entry.core)["commit"]:
        raise LedgerBroken(f"Entry {seq}: its payload was altered.")
    return Proof(entry, end.seq + 1, tuple(steps), end.checkpoint)


def _check(end: LedgerEntry, root: bytes) -> None:
    """Raises ``LedgerBroken`` where the checkpoint of an entry covers another tree."""
    signed = checkpoints.open_checkpoint(end.checkpoint, [item.key for item in keys.ring()])
    if signed != (settings.ISSUER, end.seq + 1, root):
        raise LedgerBroken(f"Entry {end.seq}: the checkpoint covers another ledger.")


class Prover:
    """Proves any number of entries against one checkpoint; each leaf is read once, and kept small.

    It covers nothing before the first ``catch_up``.
    """

    def __init__(self) -> None:
        self._tree = merkle.Tree()
        self.checkpoint = ""

    @property
    def size(self) -> int:
        """Entries that the checkpoint covers."""
        return self._tree.size

    def catch_up(self) -> None:
        """Take in what was appended since. Raises ``LedgerBroken`` as ``prove`` does."""
        end = newest()
        if end is None or end.seq < self.size:
            return
        self._tree.grow(leaves_from(self.size, end.seq + 1))
        _check(end, self._tree.root())
        self.checkpoint = end.checkpoint

    def continuation(self, size: int) -> bytes:
        """That the ledger begins with its first ``size`` entries unchanged, for who holds their
        checkpoint: a C2SP consistency proof (``old`` and the size, hashes) and the checkpoint.
        """
        hashes = (base64.b64encode(node).decode() for node in self._tree.consistency(size))
        return "\n".join([f"old {size}", *hashes, "", self.checkpoint]).encode()

    def steps(self, seq: int) -> tuple[bytes, ...]:
        """The inclusion proof of one entry, from the leaf to the root."""
        return tuple(self._tree.proof(seq))
