"""The RFC 6962 Merkle tree: leaves, roots, inclusion proofs. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice


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


def split(data: bytes) -> list[bytes]:
    """Hashes that were stored end to end."""
    return [data[at : at + 32] for at in range(0, len(data), 32)]


def spans(index: int, size: int) -> list[tuple[int, int]]:
    """RFC 6962 section 2.1.1: the leaves under each step of a proof, from the root to the leaf."""
    found, start, end = [], 0, size
    while end - start > 1:
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found


def prove(leaves: Iterable[bytes], index: int, size: int) -> tuple[list[bytes], bytes]:
    """The inclusion proof of one leaf, and the root it leads to; one pass that holds no leaves."""
    path, stream = spans(index, size), iter(leaves)
    roots: dict[int, bytes] = {}
    for start, end in sorted([*path, (index, index + 1)]):
        frontier: list[bytes] = []
        for at, leaf in enumerate(islice(stream, end - start)):
            frontier = extend(frontier, at, leaf)
        roots[start] = root_of(frontier)
    steps, root = [], roots[index]
    for start, _ in reversed(path):
        steps.append(roots[start])
        root = node_hash(roots[start], root) if start < index else node_hash(root, roots[start])
    return steps, root


class Tree:
    """All leaves of a ledger, with the hash of every full subtree worked out once.

    Level k holds the hashes of the full subtrees of 2^k leaves, end to end, so that any number of
    proofs costs one pass over the leaves, and a leaf takes 64 bytes.
    """

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._levels: list[bytearray] = [bytearray()]
        self.grow(leaves)

    def grow(self, leaves: Iterable[bytes]) -> None:
        """More leaves, behind those that are there."""
        for leaf in leaves:
            node, index, level = leaf, self.size, 0
            self._levels[0] += node
            while index & 1:
                node = node_hash(bytes(self._levels[level][-64:-32]), node)
                index, level = index >> 1, level + 1
                if level == len(self._levels):
                    self._levels.append(bytearray())
                self._levels[level] += node
            self.size += 1

    def root(self) -> bytes:
        return self._hash(0, self.size) if self.size else root_of([])

    def proof(self, index: int) -> list[bytes]:
        """RFC 6962 section 2.1.1: the hashes that lead from one leaf to the root."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        return [self._hash(*span) for span in reversed(spans(index, self.size))]

    def consistency(self, size: int) -> list[bytes]:
        """RFC 6962 section 2.1.2: the hashes that show the first ``size`` leaves unchanged."""
        if not 0 < size <= self.size:
            raise IndexError(size)
        proof: list[bytes] = []
        start, end, is_whole = 0, self.size, True
        while size < end - start:
            middle = start + (1 << ((end - start - 1).bit_length() - 1))
            if size <= middle - start:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(start, middle))
                size, start, is_whole = size - (middle - start), middle, False
        return [*([] if is_whole else [self._hash(start, end)]), *reversed(proof)]

    def _hash(self, start: int, end: int) -> bytes:
        """The tree hash of leaves start to end; start stands on a boundary of its own size."""
        width = end - start
        level = width.bit_length() - 1
        if width == 1 << level:
            at = (start >> level) * 32
            return bytes(self._levels[level][at : at + 32])
        middle = start + (1 << level)
        return node_hash(self._hash(start, middle), self._hash(middle, end))
