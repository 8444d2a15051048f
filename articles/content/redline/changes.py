"""What a redline is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from articles.content.blocks import Block
from articles.content.redline.words import Word


class Op(StrEnum):
    """What became of a block. ``moved_away`` stands where a moved block stood."""

    SAME = "same"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"
    MOVED_AWAY = "moved_away"
    SPLIT = "split"
    JOINED = "joined"


class Part(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    INSERTED = "ins"
    DELETED = "del"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words with one fate. ``cell``: which column of the change it stands in."""

    op: Part
    words: tuple[Word, ...]
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A change that words alone do not show: a code, what was, what is, and on which words.

    Empty ``old``: added; empty ``new``: removed. The codes are those of notes.py and marks.py.
    """

    code: str
    old: str = ""
    new: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Which cell of the old and of the new row stand in one column; None where a side has none."""

    old: int | None = 0
    new: int | None = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One block of the new text, or one of the old that is no longer there.

    ``old`` of an inserted block and ``new`` of a deleted one are None. A split block is one change
    for each of its parts, all with the same ``old``; ``joined`` are the old blocks after ``old``
    that became part of ``new``. ``moved_from``, ``moved_to``: index of the block's other place.
    """

    op: Op
    old: Block | None
    new: Block | None
    runs: tuple[Run, ...] = ()
    notes: tuple[Note, ...] = ()
    columns: tuple[Column, ...] = (Column(),)
    joined: tuple[Block, ...] = ()
    moved_from: int | None = None
    moved_to: int | None = None

    @property
    def block(self) -> Block:
        """The block as it is, or as it was."""
        block = self.new or self.old
        assert block is not None
        return block

    @property
    def unchanged(self) -> bool:
        return self.op is Op.SAME


@dataclass(frozen=True, slots=True)
class Figures:
    """How much changed: words added, words removed, places, blocks that moved."""

    inserted: int
    deleted: int
    places: int
    moved: int

    @property
    def words(self) -> int:
        """Words changed, a replaced one counted once for each of its two wordings."""
        return self.inserted + self.deleted


@dataclass(frozen=True, slots=True)
class Redline:
    """``changes``: in reading order of the new text, deletions where they stood.

    ``spelling``: the two Markdown texts differ, though a reader sees no difference.
    """

    changes: tuple[Change, ...]
    spelling: bool = False

    def summary(self) -> Figures:
        """The figures of a redline. Neighbouring changed blocks are places of their own."""
        runs = [
            run for change in self.changes if change.op is not Op.MOVED_AWAY for run in change.runs
        ]
        return Figures(
            inserted=_count(runs, Part.INSERTED),
            deleted=_count(runs, Part.DELETED),
            places=sum(
                not change.unchanged and change.op is not Op.MOVED_AWAY for change in self.changes
            ),
            moved=sum(change.op is Op.MOVED for change in self.changes),
        )


def _count(runs: Sequence[Run], op: Part) -> int:
    """Words with a letter or a digit in them, citations left out."""
    return sum(
        any(map(str.isalnum, word.text)) and word.nature != "citation"
        for run in runs
        if run.op is op
        for word in run.words
    )
