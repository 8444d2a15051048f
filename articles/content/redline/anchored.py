"""Runs cut at the words that comments stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from articles.content.blocks import Block
from articles.content.redline.changes import Part, Run
from articles.content.redline.words import Word


@dataclass(frozen=True, slots=True)
class Anchor:
    """A comment's letter, and its words as a half-open range of the block's visible text."""

    letter: str
    start: int
    end: int


class Stretch(NamedTuple):
    """Neighbouring runs of one cell under the same comments: which, and which begin or end here."""

    runs: tuple[Run, ...]
    under: tuple[str, ...] = ()
    begin: tuple[str, ...] = ()
    end: tuple[str, ...] = ()


def stretches(runs: Sequence[Run], block: Block, anchors: Iterable[Anchor]) -> list[Stretch]:
    """The runs of a block as it reads now, cut at the anchors' first and last words.

    A word that an anchor holds in part is held whole; what was deleted between two of its words
    stands under it too.
    """
    held = list(_held(runs, block.text, anchors))
    if not held:
        return [Stretch(tuple(found)) for _, found in groupby(runs, key=lambda run: run.cell)]
    pieces = list(_pieces(runs, held))
    found = [
        (under, tuple(run for run, _ in same))
        for (under, _cell), same in groupby(pieces, key=lambda piece: (piece[1], piece[0].cell))
    ]
    return [
        Stretch(
            cut,
            under,
            tuple(letter for letter in under if not _under(found[:place], letter)),
            tuple(letter for letter in under if not _under(found[place + 1 :], letter)),
        )
        for place, (under, cut) in enumerate(found)
    ]


def _under(found: Sequence[tuple[tuple[str, ...], object]], letter: str) -> bool:
    return any(letter in under for under, _ in found)


class _Held(NamedTuple):
    letter: str
    first: int
    last: int


def _held(runs: Sequence[Run], text: str, anchors: Iterable[Anchor]) -> Iterator[_Held]:
    """Anchors as numbers of their first and last word, counted over all words of the runs.

    Characters other than white space are the same in the text and in the words, so they count.
    """
    words = list(_counted(runs))
    for anchor in anchors:
        start, end = _solid(text[: anchor.start]), _solid(text[: anchor.end])
        inside = [
            number
            for number, (opens, closes) in enumerate(words)
            if opens < end and start < closes and opens < closes
        ]
        if inside:
            yield _Held(anchor.letter, inside[0], inside[-1])


def _counted(runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Of each word, the characters of the text before it and up to its end."""
    count = 0
    for run in runs:
        for word in run.words:
            length = 0 if run.op is Part.DELETED else _length(word)
            yield count, count + length
            count += length


def _length(word: Word) -> int:
    return _solid(word.text) if word.nature in ("text", "image") else 0


def _solid(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _pieces(runs: Sequence[Run], held: Sequence[_Held]) -> Iterator[tuple[Run, tuple[str, ...]]]:
    """Each run, cut where the comments over its words change."""
    number = 0
    for run in runs:
        numbered = [
            (tuple(each.letter for each in held if each.first <= place <= each.last), word)
            for place, word in enumerate(run.words, start=number)
        ]
        number += len(run.words)
        for under, same in groupby(numbered, key=lambda item: item[0]):
            yield Run(run.op, tuple(word for _, word in same), run.cell), under
