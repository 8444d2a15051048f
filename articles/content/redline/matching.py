"""Which items two sequences share, in order: the longest runs first, within a cap on the work."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

PER_ITEM = 60
AT_LEAST = 100_000
"""The cap: comparisons of two items, for each item of both sequences, but never fewer than this.
What is left when they are spent counts as different."""

_SMALL = 20_000
"""Ranges that cost no more comparisons are searched whole, larger ones at what is unique."""


class Match(NamedTuple):
    """``size`` items from ``old`` on equal those from ``new`` on."""

    old: int
    new: int
    size: int


class _Range(NamedTuple):
    old: int
    old_end: int
    new: int
    new_end: int


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """The runs that stay, in order; none overlap. Total; the work is bounded by ``PER_ITEM``.

    Exchanging the two sides exchanges the two numbers of each run and nothing else.
    """
    if not old or not new:
        return []
    ids: dict[Hashable, int] = {}
    first = [ids.setdefault(item, len(ids)) for item in old]
    second = [ids.setdefault(item, len(ids)) for item in new]
    if in_order(old, new):
        return _matches(first, second)
    return [Match(run.new, run.old, run.size) for run in _matches(second, first)]


def gaps(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[slice, slice]]:
    """What lies between the runs that stay: of either side, where at least one has any."""
    i = j = 0
    for run in (*matches(old, new), Match(len(old), len(new), 0)):
        if i < run.old or j < run.new:
            yield slice(i, run.old), slice(j, run.new)
        i, j = run.old + run.size, run.new + run.size


def in_order(old: Sequence[Any], new: Sequence[Any]) -> bool:
    """One of the two orders in which two sequences can be looked at, always the same."""
    return (len(old), old) <= (len(new), new)


def _matches(old: list[int], new: list[int]) -> list[Match]:
    budget = max(AT_LEAST, PER_ITEM * (len(old) + len(new)))
    found: list[Match] = []
    waiting = [_Range(0, len(old), 0, len(new))]
    while waiting:
        around, size = _ends(old, new, waiting.pop())
        found += size
        if around.old == around.old_end or around.new == around.new_end:
            continue
        cost = _cost(old, new, around)
        budget -= around.old_end - around.old + around.new_end - around.new
        inner: list[Match] = []
        if cost > _SMALL:
            inner = _unique(old, new, around)
        if not inner and cost <= budget:
            budget -= cost
            inner = _longest(old, new, around)
        found += inner
        if inner and budget > 0:
            waiting += _between(inner, around)
    return _joined(sorted(found))


def _ends(old: list[int], new: list[int], around: _Range) -> tuple[_Range, list[Match]]:
    """The range without what is equal at its beginning and its end, and these runs."""
    i, i_end, j, j_end = around
    while i < i_end and j < j_end and old[i] == new[j]:
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    runs = [
        Match(around.old, around.new, i - around.old),
        Match(i_end, j_end, around.old_end - i_end),
    ]
    return _Range(i, i_end, j, j_end), [run for run in runs if run.size]


def _cost(old: list[int], new: list[int], around: _Range) -> int:
    """How many equal pairs the range holds: what a search for the longest run looks at."""
    counts = Counter(new[around.new : around.new_end])
    return sum(counts[item] for item in old[around.old : around.old_end] if item in counts)


def _longest(old: list[int], new: list[int], around: _Range) -> list[Match]:
    i, i_end, j, j_end = around
    matcher = SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False)
    found = matcher.find_longest_match()
    return [Match(i + found.a, j + found.b, found.size)] if found.size else []


def _unique(old: list[int], new: list[int], around: _Range) -> list[Match]:
    """The longest rising row of items that each side has once (patience)."""
    places = _once(new, around.new, around.new_end)
    pairs = [
        (i, places[item])
        for item, i in _once(old, around.old, around.old_end).items()
        if item in places
    ]
    return [Match(i, j, 1) for i, j in _rising(sorted(pairs))]


def _once(items: list[int], start: int, end: int) -> dict[int, int]:
    places: dict[int, int] = {}
    repeated: set[int] = set()
    for place in range(start, end):
        item = items[place]
        if item in places:
            repeated.add(item)
        places[item] = place
    return {item: place for item, place in places.items() if item not in repeated}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second numbers rise."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        rank = bisect_left(tails, j)
        before.append(ends[rank - 1] if rank else -1)
        tails[rank : rank + 1] = [j]
        ends[rank : rank + 1] = [index]
    chosen: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _between(inner: Sequence[Match], around: _Range) -> Iterator[_Range]:
    i, j = around.old, around.new
    for run in (*inner, Match(around.old_end, around.new_end, 0)):
        if i < run.old and j < run.new:
            yield _Range(i, run.old, j, run.new)
        i, j = run.old + run.size, run.new + run.size


def _joined(runs: Sequence[Match]) -> list[Match]:
    """Runs that touch as one."""
    joined: list[Match] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and (last.old + last.size, last.new + last.size) == run[:2]:
            joined[-1] = Match(last.old, last.new, last.size + run.size)
        else:
            joined.append(run)
    return joined
