"""Two rows of words as runs: what stayed, what went, what came."""

from __future__ import annotations

from collections.abc import Sequence

from articles.content.redline.changes import Part, Run
from articles.content.redline.matching import Match, matches
from articles.content.redline.words import SPACE, Word

_REWRITTEN = 3
"""Words: a lone comma or "of" between replacements at least as long as this is replaced with them,
because nobody reads such a patchwork.
"""


def runs_of(old: Sequence[Word], new: Sequence[Word], cell: int = 0) -> tuple[Run, ...]:
    """The runs that turn one row of words into the other. Deletions come before insertions.

    The old words are those of ``same`` and ``del`` in order, the new ones of ``same`` and ``ins``.
    White space that differs before a word that stayed is a ``SPACE`` that went or came.
    """
    if old == new:
        return (Run(Part.SAME, tuple(new), cell),) if new else ()
    found = matches([_bare(word) for word in old], [_bare(word) for word in new])
    builder = _Builder(cell)
    i = j = 0
    for run in (*_readable(found, old, new), Match(len(old), len(new), 0)):
        builder.gone += old[i : run.old]
        builder.come += new[j : run.new]
        i, j = run.old + run.size, run.new + run.size
        for was, word in zip(old[run.old : i], new[run.new : j], strict=True):
            builder.keep(was, word)
    builder.settle()
    return tuple(builder.runs)


class _Builder:
    def __init__(self, cell: int) -> None:
        self.cell = cell
        self.runs: list[Run] = []
        self.gone: list[Word] = []
        self.come: list[Word] = []
        self.kept: list[Word] = []

    def keep(self, was: Word, word: Word) -> None:
        if was.space != word.space:
            (self.gone if was.space else self.come).append(SPACE)
            word = word._replace(space=False)
        if self.gone or self.come:
            self.settle()
        self.kept.append(word)

    def settle(self) -> None:
        """What waits becomes runs; kept words stand before what came and went after them."""
        for op, words in (
            (Part.SAME, self.kept),
            (Part.DELETED, self.gone),
            (Part.INSERTED, self.come),
        ):
            if words:
                self.runs.append(Run(op, tuple(words), self.cell))
        self.kept, self.gone, self.come = [], [], []


def _bare(word: Word) -> Word:
    return word._replace(space=False)


def _readable(found: Sequence[Match], old: Sequence[Word], new: Sequence[Word]) -> list[Match]:
    kept: list[Match] = []
    for place, run in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else Match(len(old), len(new), 0)
        before = kept[-1] if kept else Match(0, 0, 0)
        gaps = (
            run.old - before.old - before.size,
            run.new - before.new - before.size,
            after.old - run.old - run.size,
            after.new - run.new - run.size,
        )
        if min(gaps) < _REWRITTEN or not _small(old[run.old : run.old + run.size]):
            kept.append(run)
    return kept


def _small(words: Sequence[Word]) -> bool:
    return (
        len(words) == 1
        and words[0].nature == "text"
        and (
            not any(map(str.isalnum, words[0].text))
            or (words[0].text.isalpha() and len(words[0].text) <= 2)
        )
    )
