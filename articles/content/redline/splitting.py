"""One passage that became several, or several that became one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.content.redline.likeness import Bag, Pair

INSIDE = 0.7
"""The least share of its words that a part has from the whole, and the whole from its parts."""

_SHORTEST = 3
"""Words; less than that is found in any paragraph."""


def splits(
    found: Sequence[Pair], wholes: Sequence[Bag], parts: Sequence[Bag]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """(whole, its parts) by place, for pairs whose ``old`` is the whole. Parts are neighbours."""
    inside: dict[int, list[int]] = defaultdict(list)
    for pair in found:
        part = parts[pair.new]
        if _SHORTEST <= part.size < wholes[pair.old].size and pair.shared >= INSIDE * part.size:
            inside[pair.old].append(pair.new)
    taken: set[int] = set()
    for whole, places in inside.items():
        for row in _neighbours([place for place in places if place not in taken]):
            together = Bag(text for place in row for text in parts[place].words.elements())
            if len(row) > 1 and together.shared(wholes[whole]) >= INSIDE * max(
                together.size, wholes[whole].size
            ):
                taken.update(row)
                yield whole, row
                break


def _neighbours(places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    row: list[int] = list(places[:1])
    for before, place in pairwise(places):
        if place != before + 1:
            yield tuple(row)
            row = []
        row.append(place)
    if row:
        yield tuple(row)
