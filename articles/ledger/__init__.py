"""Append to the ledger, prove an entry, verify the whole. Knows nothing about articles.

One global chain that is also an RFC 6962 Merkle tree: ``core`` holds the previous leaf, and
leaf = SHA-256(0x00 ‖ core). Each append signs the new root as a C2SP checkpoint.
"""

from .appending import append
from .entry import GENESIS, VERSION, commitment, instant
from .extending import extension_faults
from .proving import Proof, Prover, newest, prove
from .walking import Walk, verify, walk

__all__ = [
    "GENESIS",
    "VERSION",
    "Proof",
    "Prover",
    "Walk",
    "append",
    "commitment",
    "extension_faults",
    "instant",
    "newest",
    "prove",
    "verify",
    "walk",
]
