"""Which columns of a table became which, so that a changed table keeps one shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from articles.content.redline.alignment import Link
from articles.content.redline.changes import Column
from articles.content.redline.likeness import Bag, chain, pairs
from articles.content.redline.passages import Passage

_MOST = 100
"""Columns; a wider table is compared column by column as they stand."""


class Columns:
    """The columns of every pair of tables that share a row."""

    def __init__(
        self, old: Sequence[Passage], new: Sequence[Passage], links: Sequence[Link]
    ) -> None:
        shared: dict[tuple[int, int], list[tuple[Passage, Passage]]] = defaultdict(list)
        for link in links:
            was, now = old[link.olds[0]], new[link.news[0]]
            if was.block.table and now.block.table:
                shared[was.block.table, now.block.table].append((was, now))
        self.shared = {tables: _columns(rows) for tables, rows in shared.items()}
        self.by_old = {tables[0]: columns for tables, columns in self.shared.items()}
        self.by_new = {tables[1]: columns for tables, columns in self.shared.items()}

    def of(self, old: Passage | None, new: Passage | None) -> tuple[Column, ...]:
        """The columns of a change between two passages; a row alone takes its table's."""
        if old and new:
            both = self.shared.get((old.block.table, new.block.table))
            return both or _side_by_side(len(old.cells), len(new.cells))
        if new:
            wide = self.by_new.get(new.block.table) or _side_by_side(0, len(new.cells))
            return tuple(Column(None, column.new) for column in wide)
        assert old is not None
        wide = self.by_old.get(old.block.table) or _side_by_side(len(old.cells), 0)
        return tuple(Column(column.old, None) for column in wide)


def _columns(rows: Sequence[tuple[Passage, Passage]]) -> tuple[Column, ...]:
    old_width, new_width = len(rows[0][0].cells), len(rows[0][1].cells)
    if old_width == new_width or max(old_width, new_width) > _MOST:
        return _side_by_side(old_width, new_width)
    olds = [_bag([old for old, _ in rows], place) for place in range(old_width)]
    news = [_bag([new for _, new in rows], place) for place in range(new_width)]
    columns: list[Column] = []
    i = j = 0
    for pair in chain(pairs(olds, news)):
        columns += _apart(range(i, pair.old), range(j, pair.new))
        columns.append(Column(pair.old, pair.new))
        i, j = pair.old + 1, pair.new + 1
    return (*columns, *_apart(range(i, old_width), range(j, new_width)))


def _bag(rows: Sequence[Passage], place: int) -> Bag:
    return Bag(word.text for row in rows for word in row.cells[place])


def _apart(olds: Sequence[int], news: Sequence[int]) -> list[Column]:
    return [*(Column(old, None) for old in olds), *(Column(None, new) for new in news)]


def _side_by_side(old_width: int, new_width: int) -> tuple[Column, ...]:
    both = min(old_width, new_width)
    return (
        *(Column(place, place) for place in range(both)),
        *_apart(range(both, old_width), range(both, new_width)),
    )
