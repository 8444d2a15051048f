"""How alike two passages are by their words, and the heaviest chain of likely pairs."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

RARE = 8
"""Passages that share a word are compared when no more than this many on each side have it."""

_FEW = 400
"""So few pairs are all compared."""


class Pair(NamedTuple):
    """Places in two lists, ``shared`` words, and the likeness from 0 to 1."""

    old: int
    new: int
    shared: int
    likeness: float


class Bag:
    """The words of a passage, each with how often it stands there; signs count among signs only."""

    def __init__(self, texts: Iterable[str]) -> None:
        texts = tuple(texts)
        self.words = Counter([text for text in texts if _is_word(text)] or texts)
        self.size = self.words.total()

    def shared(self, other: Bag) -> int:
        """How many words stand in both."""
        few, many = sorted((self, other), key=lambda bag: len(bag.words))
        return sum(min(count, many.words[word]) for word, count in few.words.items())


def pairs(old: Sequence[Bag], new: Sequence[Bag]) -> list[Pair]:
    """The pairs that may be two wordings of one passage: all that share a rare word, or simply
    all of a few. Linear in the words, for a word in many passages is no reason to compare them.
    """
    found: list[Pair] = []
    for i, j in sorted(_likely(old, new)):
        shared = old[i].shared(new[j])
        if shared:
            found.append(Pair(i, j, shared, 2 * shared / (old[i].size + new[j].size)))
    return found


def chain(weighed: Iterable[Pair]) -> list[Pair]:
    """The pairs of greatest likeness in sum that rise on both sides."""
    steps: list[tuple[int, float, int]] = []  # new place, best sum up to it, number in `nodes`
    nodes: list[tuple[Pair, int]] = []
    for pair in sorted(weighed, key=lambda pair: (pair.old, -pair.new)):
        rank = bisect_left(steps, (pair.new,))
        total, before = (steps[rank - 1][1], steps[rank - 1][2]) if rank else (0.0, -1)
        total += pair.likeness
        end = rank
        while end < len(steps) and steps[end][1] <= total:
            end += 1
        if end == rank < len(steps) and steps[rank][0] == pair.new:
            continue
        steps[rank:end] = [(pair.new, total, len(nodes))]
        nodes.append((pair, before))
    chosen: list[Pair] = []
    index = steps[-1][2] if steps else -1
    while index >= 0:
        pair, index = nodes[index]
        chosen.append(pair)
    return chosen[::-1]


def _likely(old: Sequence[Bag], new: Sequence[Bag]) -> set[tuple[int, int]]:
    if len(old) * len(new) <= _FEW:
        return {(i, j) for i in range(len(old)) for j in range(len(new))}
    there, here = _places(old), _places(new)
    return {
        (i, j)
        for word, places in there.items()
        if len(places) <= RARE and len(here.get(word, ())) <= RARE
        for i in places
        for j in here.get(word, ())
    }


def _places(bags: Sequence[Bag]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, bag in enumerate(bags):
        for word in bag.words:
            places[word].append(place)
    return places


def _is_word(text: str) -> bool:
    return len(text) > 1 or text.isalnum()
