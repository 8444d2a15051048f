"""The RFC 6962 Merkle tree: leaves, roots, inclusion proofs. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(core: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + core).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def extend(frontier: Sequence[bytes], size: int, leaf: bytes) -> list[bytes]:
    """The roots of the full subtrees, largest first, after one more leaf."""
    grown = [*frontier, leaf]
    while size & 1:
        right, left = grown.pop(), grown.pop()
        grown.append(node_hash(left, right))
        size >>= 1
    return grown


def root_of(frontier: Sequence[bytes]) -> bytes:
    """The RFC 6962 tree hash from the full subtrees."""
    if not frontier:
        return hashlib.sha256(b"").digest()
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """RFC 6962 section 2.1.1: the hashes that lead from one leaf to the root of all ``leaves``."""
    if len(leaves) == 1:
        return []
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < split:
        return [*inclusion_proof(leaves[:split], index), tree_hash(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), tree_hash(leaves[:split])]


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    frontier: list[bytes] = []
    for size, leaf in enumerate(leaves):
        frontier = extend(frontier, size, leaf)
    return root_of(frontier)


def split(data: bytes) -> list[bytes]:
    """Hashes that were stored end to end."""
    return [data[at : at + 32] for at in range(0, len(data), 32)]
