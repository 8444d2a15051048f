"""Does the ledger continue what a checkpoint saw, which was kept elsewhere?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from articles import checkpoints, keys, merkle
from articles.errors import LedgerBroken
from articles.models import LedgerEntry

Seen = dict[int, list[tuple[str, bytes]]]
"""Names of checkpoints, with the root each saw, by size."""


def opened(notes: Mapping[str, str]) -> tuple[Seen, list[str]]:
    """Checkpoints by the size they saw, and what is wrong with the others."""
    trusted = [item.key for item in keys.ring()]
    seen: Seen = {}
    faults = []
    for name, note in notes.items():
        try:
            _, size, root = checkpoints.open_checkpoint(note, trusted)
        except LedgerBroken as error:
            faults.append(f"Anchor {name}: {error}")
            continue
        seen.setdefault(size, []).append((name, root))
    return seen, faults


def other_entries(seen: Iterable[tuple[str, bytes]], size: int, root: bytes) -> list[str]:
    """The checkpoints over so many entries that saw another root than this."""
    return [
        f"Anchor {name} saw other entries before entry {size}." for name, saw in seen if saw != root
    ]


def cut_off(seen: Seen, size: int) -> list[str]:
    """The checkpoints that saw more entries than there are."""
    return [
        f"Anchor {name} saw {saw} entries; the ledger holds {size}."
        for saw, anchors in seen.items()
        if saw > size
        for name, _ in anchors
    ]


def extension_faults(notes: Mapping[str, str], size: int) -> list[str]:
    """Why the first ``size`` entries do not continue what each checkpoint saw; empty if they do."""
    seen, faults = opened(notes)
    within = sorted(saw for saw in seen if saw <= size)
    for saw, root in _roots(leaves(size), within):
        faults += other_entries(seen[saw], saw, root)
    return [*faults, *cut_off(seen, size)]


def leaves(size: int) -> Iterator[bytes]:
    """The first leaves, streamed."""
    return leaves_from(0, size)


def leaves_from(first: int, size: int) -> Iterator[bytes]:
    """The leaves of the entries from number ``first`` on, of a tree of so many, streamed."""
    rows = LedgerEntry.objects.filter(seq__gte=first, seq__lt=size).order_by("seq")
    return map(bytes, rows.values_list("leaf", flat=True).iterator(5000))


def _roots(leaves: Iterator[bytes], sizes: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """The root of the tree as it was at each of these sizes, in ascending order."""
    frontier: list[bytes] = []
    grown = 0
    for size in sizes:
        for leaf in islice(leaves, size - grown):
            frontier = merkle.extend(frontier, grown, leaf)
            grown += 1
        yield size, merkle.root_of(frontier)
