"""The visible text of an article as one string, and where its blocks stand in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from articles.content.blocks import Block, parse


@dataclass(frozen=True, slots=True)
class Plain:
    """``text``: the blocks' visible texts joined by line feeds; every offset counts its code
    points. ``starts``: where each block begins, in the order of ``blocks.parse``.
    """

    text: str
    starts: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[tuple[int, int, int], ...]:
        """A range as (index of the block, start in it, end in it), blocks without any left out."""
        if not self.starts:
            return ()
        found: list[tuple[int, int, int]] = []
        for block in range(max(bisect_right(self.starts, start) - 1, 0), len(self.starts)):
            opens, closes = self.starts[block], self._end(block)
            if opens >= end:
                break
            first, last = max(start, opens), min(end, closes)
            if first < last:
                found.append((block, first - opens, last - opens))
        return tuple(found)

    def _end(self, block: int) -> int:
        last = block + 1 == len(self.starts)
        return len(self.text) if last else self.starts[block + 1] - 1


def plain(body: str) -> Plain:
    """The visible text of a Markdown body. Total, like ``blocks.parse``."""
    return joined(parse(body))


def joined(blocks: Iterable[Block]) -> Plain:
    """``plain`` of blocks that are already parsed."""
    texts = [block.text for block in blocks]
    starts = accumulate((len(text) + 1 for text in texts[:-1]), initial=0)
    return Plain("\n".join(texts), tuple(starts) if texts else ())


def plain_of(article: str | Plain) -> Plain:
    """A body's ``plain``; one that is already made stays as it is."""
    return article if isinstance(article, Plain) else plain(article)
