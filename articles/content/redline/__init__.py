"""The redline of two Markdown bodies, on their parsed blocks and words: no change is invisible.

What readers cannot see is no change: how Markdown is spelt, blank lines, white space that is shown
as one space, links that may not stand. ``Redline.spelling`` says when that is all there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from articles.content.blocks import Block, parse
from articles.content.redline.alignment import align
from articles.content.redline.assembly import assembled
from articles.content.redline.changes import (
    Change,
    Column,
    Figures,
    Note,
    Op,
    Part,
    Redline,
    Run,
)
from articles.content.redline.passages import Passage, block_digest

__all__ = [
    "Change",
    "Column",
    "Figures",
    "Note",
    "Op",
    "Part",
    "Redline",
    "Run",
    "block_digest",
    "redline",
]


def redline(old: str, new: str) -> Redline:
    """What became of every block and word of ``old``. Total; the work is capped in matching.py,
    and beyond the cap whole blocks are deleted and inserted.
    """
    before = [Passage(block) for block in parse(old)]
    after = before if old == new else list(_after(before, parse(new)))
    changes = tuple(assembled(before, after, align(before, after)))
    unseen = old != new and all(change.unchanged for change in changes)
    return Redline(changes, spelling=unseen)


def _after(before: Iterable[Passage], blocks: Iterable[Block]) -> Iterator[Passage]:
    """Most blocks of a text stay as they were; their words are read once."""
    twins = {passage.block.text: passage for passage in before}
    for block in blocks:
        yield Passage(block, twins.get(block.text))
