"""Pairs of bodies, before and after an edit, with the truth about the quoted words.

The words carry a mark through the edit, so where they are now is known without any search.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tests.content.quotes import edits
from tests.content.quotes.article import PHRASES, Article, Word, article, body, copied, marked, text

Range = tuple[int, int]


@dataclass(frozen=True)
class Pair:
    """``now``: where the words are after the edit; empty when they are gone, two places where a
    copy stands right beside the original and nobody could say which is which.
    """

    kind: str
    before: str
    quoted: Range
    after: str
    after_text: str
    now: tuple[Range, ...]


def pairs(seed: int, count: int = 200) -> Iterator[Pair]:
    """As many pairs of every kind of edit, the same for the same seed."""
    dice = random.Random(seed)
    kinds = list(edits.EDITS)
    for number in range(count):
        pair = None
        while pair is None:
            pair = _pair(dice, kinds[number % len(kinds)])
        yield pair


def _pair(dice: random.Random, kind: str) -> Pair | None:
    """A pair, or None where this edit does not suit these words."""
    before = article(dice)
    _mark_some(dice, before)
    after = [copied(block) for block in before]
    trimmed = _trimmed(dice, before)
    if not edits.EDITS[kind](dice, after, text(before)[slice(*_range(before, trimmed))]):
        return None
    quoted = _range(before, trimmed)
    exact = text(before)[slice(*quoted)]
    now = [
        (start, start + len(exact))
        for mark in ("quoted", "copy")
        if (start := _together(after, mark)) is not None
        and _same(text(after)[start : start + len(exact)], exact)
    ]
    if kind == "duplicate" and not edits.side_by_side(after):
        now = now[:1]
    return Pair(kind, body(before), quoted, body(after), text(after), tuple(now))


def _mark_some(dice: random.Random, blocks: Article) -> None:
    """Marks a phrase that is said again elsewhere, some words of a sentence, or a whole one."""
    sentences = [sentence for block in blocks for sentence in block.sentences]
    kind = dice.choice(("phrase", "some", "whole"))
    while True:
        sentence = dice.choice(sentences)
        chosen = sentence
        if kind == "phrase":
            chosen = _phrase(sentence, dice.choice(PHRASES).split())
        elif kind == "some":
            first = dice.randrange(len(sentence))
            chosen = sentence[first : first + dice.randint(1, 10)]
        for word in chosen:
            word.mark = "quoted"
        if chosen:
            return


def _phrase(sentence: list[Word], phrase: list[str]) -> list[Word]:
    for first in range(len(sentence)):
        chosen = sentence[first : first + len(phrase)]
        if [word.text.rstrip(".,") for word in chosen] == phrase:
            return chosen
    return []


def _trimmed(dice: random.Random, blocks: Article) -> int:
    """How many characters of punctuation at the end are not quoted: most people leave it out."""
    last = marked(blocks, "quoted")[-1][2]
    return len(last) - len(last.rstrip(".,")) if dice.random() < 0.8 else 0


def _range(blocks: Article, trimmed: int) -> Range:
    found = marked(blocks, "quoted")
    return found[0][0], found[-1][1] - trimmed


def _together(blocks: Article, mark: str) -> int | None:
    """Where the marked words begin, if they still stand side by side."""
    found = marked(blocks, mark)
    beside = all(left[1] + 1 == right[0] for left, right in pairwise(found))
    return found[0][0] if found and beside else None


def _same(now: str, exact: str) -> bool:
    """A line break is white space; a first letter may begin a sentence now, or no longer."""
    now = now.replace("\n", " ")
    return now == exact or now[:1].swapcase() + now[1:] == exact
