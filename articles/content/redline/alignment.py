"""Which passage of one text became which of the other."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from articles.content.redline.likeness import Bag, chain, pairs
from articles.content.redline.matching import Match, in_order, matches
from articles.content.redline.passages import Passage
from articles.content.redline.splitting import splits

LIKE = 0.4
"""Likeness from which two passages at the same place are two wordings of one."""

MOVED_LIKE = 0.6
MOVED_WORDS = 6
"""Likeness and length from which a passage elsewhere is the same, moved and reworded."""

_SHORT = 3
"""Words; passages of one kind that are no longer are paired by their place alone."""

MOST = 10_000
"""Passages without a match on both sides; of more than these none is paired with one like it."""


@dataclass(frozen=True, slots=True)
class Link:
    """Old passages and the new ones that they became, by index; several on one side at most."""

    olds: tuple[int, ...]
    news: tuple[int, ...]
    moved: bool = False


def align(old: Sequence[Passage], new: Sequence[Passage]) -> list[Link]:
    """The links between two texts; whatever has none was deleted or inserted.

    Exchanging the texts exchanges the two sides of each link and nothing else.
    """
    if in_order([passage.key for passage in old], [passage.key for passage in new]):
        return list(_links(old, new))
    return [replace(link, olds=link.news, news=link.olds) for link in _links(new, old)]


def _links(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Link]:
    found = matches([passage.key for passage in old], [passage.key for passage in new])
    for run in found:
        for step in range(run.size):
            yield Link((run.old + step,), (run.new + step,))
    work = _Work(old, new, found)
    work.move_unchanged()
    if len(work.free_old) + len(work.free_new) > MOST:
        yield from work.links
        return
    for olds, news in list(work.gaps()):
        work.split_and_join(olds, news)
    for olds, news in list(work.gaps()):
        work.pair(olds, news)
    for olds, news in list(work.gaps()):
        work.pair_short(olds, news)
    work.move_changed()
    yield from work.links


class _Work:
    """The passages that no exact match has linked yet."""

    def __init__(
        self, old: Sequence[Passage], new: Sequence[Passage], found: Sequence[Match]
    ) -> None:
        self.old, self.new = old, new
        self.anchors = [(run.old, run.new, run.size) for run in found]
        self.free_old = set(range(len(old)))
        self.free_new = set(range(len(new)))
        for run in found:
            self.free_old.difference_update(range(run.old, run.old + run.size))
            self.free_new.difference_update(range(run.new, run.new + run.size))
        self.links: list[Link] = []

    def gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """The free passages between two neighbouring links that keep their order."""
        i = j = 0
        for old, new, size in (*sorted(self.anchors), (len(self.old), len(self.new), 0)):
            olds = [place for place in range(i, old) if place in self.free_old]
            news = [place for place in range(j, new) if place in self.free_new]
            if olds and news:
                yield olds, news
            i, j = old + size, new + size

    def move_unchanged(self) -> None:
        """Equal passages elsewhere; one without any word does not move."""
        places: dict[object, deque[int]] = defaultdict(deque)
        for j in sorted(self.free_new):
            places[self.new[j].key].append(j)
        for i in sorted(self.free_old):
            passage = self.old[i]
            if passage.texts and places.get(passage.key):
                self._link((i,), (places[passage.key].popleft(),), moved=True)

    def split_and_join(self, olds: Sequence[int], news: Sequence[int]) -> None:
        olds = [i for i in olds if self.old[i].flows]
        news = [j for j in news if self.new[j].flows]
        old_bags, new_bags = self._bags(olds, news)
        found = pairs(old_bags, new_bags)
        for whole, parts in splits(found, old_bags, new_bags):
            places = tuple(news[part] for part in parts)
            if _adjacent(places):
                self._link((olds[whole],), places)
        turned = [pair._replace(old=pair.new, new=pair.old) for pair in found]
        for whole, parts in splits(turned, new_bags, old_bags):
            places = tuple(olds[part] for part in parts)
            free = news[whole] in self.free_new and self.free_old.issuperset(places)
            if free and _adjacent(places):
                self._link(places, (news[whole],))

    def pair(self, olds: Sequence[int], news: Sequence[int]) -> None:
        found = [
            pair
            for pair in pairs(*self._bags(olds, news))
            if pair.likeness >= LIKE
            and _may_be_one(self.old[olds[pair.old]], self.new[news[pair.new]])
        ]
        for pair in chain(found):
            self._link((olds[pair.old],), (news[pair.new],))

    def pair_short(self, olds: Sequence[int], news: Sequence[int]) -> None:
        for i, j in zip(olds, news, strict=False):
            if _same_place(self.old[i], self.new[j]):
                self._link((i,), (j,))

    def move_changed(self) -> None:
        olds, news = sorted(self.free_old), sorted(self.free_new)
        found = [
            pair
            for pair in pairs(*self._bags(olds, news))
            if pair.likeness >= MOVED_LIKE
            and pair.shared >= MOVED_WORDS
            and _may_be_one(self.old[olds[pair.old]], self.new[news[pair.new]])
        ]
        for pair in sorted(found, key=lambda pair: -pair.likeness):
            i, j = olds[pair.old], news[pair.new]
            if i in self.free_old and j in self.free_new:
                self._link((i,), (j,), moved=True)

    def _bags(self, olds: Sequence[int], news: Sequence[int]) -> tuple[list[Bag], list[Bag]]:
        return [self.old[i].bag for i in olds], [self.new[j].bag for j in news]

    def _link(self, olds: tuple[int, ...], news: tuple[int, ...], *, moved: bool = False) -> None:
        self.links.append(Link(olds, news, moved))
        self.free_old.difference_update(olds)
        self.free_new.difference_update(news)
        if not moved:
            self.anchors += [(i, j, 1) for i in olds for j in news]


def _adjacent(places: tuple[int, ...]) -> bool:
    return places[-1] - places[0] == len(places) - 1


def _may_be_one(old: Passage, new: Passage) -> bool:
    """Rows stay rows, and code stays code."""
    kinds = {old.facts.kind, new.facts.kind}
    return len(kinds) == 1 or not kinds & {"row", "code", "rule"}


def _same_place(old: Passage, new: Passage) -> bool:
    kinds = {old.facts.kind, new.facts.kind}
    if kinds == {"row"}:
        return len(old.cells) == len(new.cells)
    return len(kinds) == 1 and max(old.bag.size, new.bag.size) <= _SHORT
