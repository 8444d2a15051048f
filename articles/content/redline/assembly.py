"""Links as changes in reading order, each with its runs and its notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from articles.content.blocks import Block
from articles.content.redline.alignment import Link
from articles.content.redline.changes import Change, Column, Note, Op, Run
from articles.content.redline.columns import Columns
from articles.content.redline.marks import notes_on_runs
from articles.content.redline.nesting import together
from articles.content.redline.notes import notes_on_block, regrouped
from articles.content.redline.passages import Passage
from articles.content.redline.runs import runs_of
from articles.content.redline.words import PARAGRAPH, Word


def assembled(
    old: Sequence[Passage], new: Sequence[Passage], links: Sequence[Link]
) -> Iterator[Change]:
    """Every new passage in order, and every old one that is gone where it stood."""
    return _regrouped(_Assembly(old, new, links).changes())


class _Assembly:
    def __init__(
        self, old: Sequence[Passage], new: Sequence[Passage], links: Sequence[Link]
    ) -> None:
        self.old, self.new = old, new
        self.columns = Columns(old, new, links)
        self.by_new = {place: link for link in links for place in link.news}
        self.by_old = {place: link for link in links for place in link.olds}
        self.parts: dict[int, Change] = {}

    def changes(self) -> Iterator[Change]:
        limits = self._limits()
        gone = 0
        for place, passage in enumerate(self.new):
            limit = gone if self._goes_on(place, gone) else limits[place]
            for missing in range(gone, limit):
                yield from self._gone(missing)
            gone = max(gone, limit)
            yield self._change(place, passage)
            link = self.by_new.get(place)
            if link and not link.moved:
                gone = link.olds[-1] + 1
        for missing in range(gone, len(self.old)):
            yield from self._gone(missing)

    def _goes_on(self, place: int, gone: int) -> bool:
        """Whether a block that came goes on with a list or table that what is gone is not in."""
        link = self.by_new.get(place)
        if not (place and 0 < gone < len(self.old)) or (link and not link.moved):
            return False
        before, here = self.new[place - 1].block, self.new[place].block
        was_before, was = self.old[gone - 1].block, self.old[gone].block
        return together(before, here) > together(was_before, was)

    def _limits(self) -> list[int]:
        """For each new passage, how far into the old ones all that is gone stood before it."""
        limits = [len(self.old)] * len(self.new)
        limit = len(self.old)
        for place in reversed(range(len(self.new))):
            link = self.by_new.get(place)
            if link and not link.moved:
                limit = link.olds[0]
            limits[place] = limit
        return limits

    def _gone(self, place: int) -> Iterator[Change]:
        link, passage = self.by_old.get(place), self.old[place]
        if link is None:
            yield self._one_sided(Op.DELETED, passage, None)
        elif link.moved:
            yield Change(Op.MOVED_AWAY, passage.block, None, moved_to=link.news[0])

    def _one_sided(self, op: Op, old: Passage | None, new: Passage | None) -> Change:
        columns = self.columns.of(old, new)
        runs = _runs(old, new, columns)
        return Change(
            op,
            old.block if old else None,
            new.block if new else None,
            runs,
            notes_on_runs(runs),
            columns,
        )

    def _change(self, place: int, passage: Passage) -> Change:
        link = self.by_new.get(place)
        if link is None:
            return self._one_sided(Op.INSERTED, None, passage)
        if len(link.news) > 1:
            if place == link.news[0]:
                parts = _split(self.old[link.olds[0]], [self.new[part] for part in link.news])
                self.parts.update(zip(link.news, parts, strict=True))
            return self.parts[place]
        olds = [self.old[was] for was in link.olds]
        return _joined(olds, passage) if len(olds) > 1 else self._pair(link, olds[0], passage)

    def _pair(self, link: Link, old: Passage, new: Passage) -> Change:
        op = Op.SAME if old.key == new.key else Op.CHANGED
        columns = self.columns.of(old, new)
        runs = _runs(old, new, columns)
        notes = (*notes_on_block(old.facts, new.facts, columns), *notes_on_runs(runs))
        change = Change(op, old.block, new.block, runs, notes, columns)
        if not link.moved:
            return change
        moved = (Note("moved", str(old.block.index), str(new.block.index)), *notes)
        return replace(change, op=Op.MOVED, notes=moved, moved_from=link.olds[0])


def _runs(old: Passage | None, new: Passage | None, columns: Sequence[Column]) -> tuple[Run, ...]:
    return tuple(
        run
        for cell, column in enumerate(columns)
        for run in runs_of(_words(old, column.old), _words(new, column.new), cell)
    )


def _words(passage: Passage | None, cell: int | None) -> tuple[Word, ...]:
    return () if passage is None or cell is None else passage.cells[cell]


def _split(old: Passage, news: Sequence[Passage]) -> Iterator[Change]:
    runs = list(_cut(runs_of(old.cells[0], _run_together(news)), len(news)))
    for part, (new, its) in enumerate(zip(news, runs, strict=True), start=1):
        notes = (
            Note("split", "1", str(len(news)), words=str(part)),
            *notes_on_block(old.facts, new.facts, ()),
            *notes_on_runs(its),
        )
        yield Change(Op.SPLIT, old.block, new.block, its, notes)


def _joined(olds: Sequence[Passage], new: Passage) -> Change:
    runs = runs_of(_run_together(olds), new.cells[0])
    facts = dict.fromkeys(note for old in olds for note in notes_on_block(old.facts, new.facts, ()))
    notes = (Note("joined", str(len(olds)), "1"), *facts, *notes_on_runs(runs))
    joined = tuple(old.block for old in olds[1:])
    return Change(Op.JOINED, olds[0].block, new.block, runs, notes, joined=joined)


def _run_together(passages: Iterable[Passage]) -> list[Word]:
    first, *others = (passage.cells[0] for passage in passages)
    words = list(first)
    for start, *rest in others:
        words += (PARAGRAPH, start._replace(space=True), *rest)
    return words


def _cut(runs: Sequence[Run], count: int) -> Iterator[tuple[Run, ...]]:
    """The runs of each part of a split; every part but the first begins with its ``PARAGRAPH``."""
    parts: list[list[Run]] = [[]]
    for run in runs:
        waiting: list[Word] = []
        for word in run.words:
            if word == PARAGRAPH:
                if waiting:
                    parts[-1].append(replace(run, words=tuple(waiting)))
                    waiting = []
                parts.append([])
            waiting.append(word)
        parts[-1].append(replace(run, words=tuple(waiting)))
    assert len(parts) == count
    return map(tuple, parts)


def _regrouped(changes: Iterable[Change]) -> Iterator[Change]:
    """A block that stands in another list or item than before, next to what it stood next to."""
    before: tuple[Block, Block] | None = None
    for change in changes:
        if change.old and change.new and change.op is not Op.MOVED:
            here = change.old, change.new
            notes = list(regrouped(before, here)) if before and before[0] is not here[0] else []
            if notes:
                op = Op.CHANGED if change.unchanged else change.op
                yield replace(change, op=op, notes=(*change.notes, *notes))
            else:
                yield change
            before = here
        else:
            yield change
