"""Figures beside the name of a medicine that do not say of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from articles.content.kinds import Kind
from articles.content.kinds.atoms import REMEMBERED, atoms, fold
from articles.content.kinds.lexicon import found
from articles.content.kinds.naming import medicine
from articles.content.kinds.quantities import amounts
from articles.content.tokens import Token, tokenise

from .finding import Found
from .text import Text

_FIGURE = re.compile(r"\d+(?:[.,·]\d+)*(?: ?[-–—−] ?\d+(?:[.,·]\d+)*)?", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_BARE = frozenset({Kind.NUMBER, Kind.FREQUENCY})
"""What a figure without a unit is taken for; “20 daily” says how often, but not of what."""
_BETWEEN = frozenset({"of", "to", "from", "about", "is", "by", "up", "dose", ":"})
"""What may stand between a medicine and its figure."""
_EACH = frozenset({"a", "an", "per", "each", "every"})
"""Behind a figure: what follows says how often, not how much."""
_COUNTS = frozenset({"in", "out", "of", "am", "pm", "a.m", "p.m", "o'clock", "°"})
"""What follows figures that count people or hours."""
_NUMBERED = frozenset(
    {"week", "day", "month", "year", "step", "stage", "phase", "type", "grade", "level", "class"}
    | {"group", "table", "figure", "box", "part", "chapter", "round", "cycle", "line", "visit"}
)
"""What stands before a figure that numbers something."""
_LONGEST = 3
"""Words of a medicine's name that are looked at."""
_PLURAL = 5
"""Letters of the shortest word that counts as several: “pills”."""
_AROUND = 8
"""Tokens to either side that tell what a figure counts."""


def without_unit(text: Text) -> Iterator[Found]:
    """A figure directly beside the name of a medicine, with no unit and nothing it counts."""
    for block in text.blocks:
        if block.kind == "code":
            continue
        line = block.lines[0] + 1
        for passage in block.text.split("\t") if block.kind == "row" else [block.text]:
            yield from _in_passage(passage, line)


def _in_passage(passage: str, line: int) -> Iterator[Found]:
    if not any(map(str.isdigit, passage)):
        return
    tokens = tokenise(passage)
    figures = (at for at, token in enumerate(tokens) if _FIGURE.fullmatch(token.text))
    beside = [(at, name) for at in figures if (name := _medicine(tokens, at))]
    named = [(at, name) for at, name in beside if _is_bare(tokens, at)]
    lines = _lines(passage, tokens) if named else []
    for at, name in named:
        sentence = f"The figure {tokens[at].text} beside “{name}” has no unit."
        yield Found(sentence, "body", line + lines[at])


def _medicine(tokens: Sequence[Token], at: int) -> str:
    """The medicine right before a figure or right behind it; else nothing."""
    return _before(tokens, at) or _behind(tokens, at)


def _before(tokens: Sequence[Token], at: int) -> str:
    if _word(tokens, at + 1) in _COUNTS:
        return ""
    end = at
    while end and at - end < 2 and _word(tokens, end - 1) in _BETWEEN:
        end -= 1
    sizes = range(min(_LONGEST, end), 0, -1)
    return next((name for size in sizes if (name := _named(tokens[end - size : end]))), "")


def _behind(tokens: Sequence[Token], at: int) -> str:
    """Several things are counted, not weighed: “3 vaccines”, “2 paracetamol tablets”."""
    if _word(tokens, at - 1) in _NUMBERED:
        return ""
    start = at + 1 + (_word(tokens, at + 1) == "of")
    for size in range(_LONGEST, 0, -1):
        name = _named(tokens[start : start + size])
        if name:
            return "" if name.endswith("s") or _several(_word(tokens, start + size)) else name
    return ""


def _several(word: str) -> bool:
    """Whether a word looks like several things: “tablets”, but not “is” or “does”."""
    return len(word) >= _PLURAL and word.endswith("s")


def _word(tokens: Sequence[Token], at: int) -> str:
    return fold(tokens[at].text) if 0 <= at < len(tokens) else ""


def _named(tokens: Sequence[Token]) -> str:
    """These words, where all of them together name a medicine or a class of them."""
    texts = tuple(token.text for token in tokens)
    return " ".join(texts) if _is_medicine(texts) else ""


@lru_cache(REMEMBERED)
def _is_medicine(texts: tuple[str, ...]) -> bool:
    if not texts or not all(text[0].isalpha() for text in texts):
        return False
    words = atoms([Token(text, space=True) for text in texts])
    if len(texts) == len(words) == 1 and medicine(words[0].text):
        return True
    return any(
        term.kind == Kind.DRUG and (start, end) == (0, len(words))
        for term, start, end in found(words)
    )


def _is_bare(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing around a figure says what it counts: a unit, an age, a year."""
    if _YEAR.fullmatch(tokens[at].text):
        return False
    first = max(at - _AROUND, 0)
    near = tokens[first : at + _AROUND]
    counted = amounts(near, atoms(near), set())
    return any(
        amount.kind in _BARE and (not amount.units or _word(tokens, at + 1) in _EACH)
        for amount in counted
        if amount.first == at - first
    )


def _lines(passage: str, tokens: Sequence[Token]) -> list[int]:
    """The line of each token in a passage, from 0: tokens give back all of it but white space."""
    at = [line for line, text in enumerate(passage.split("\n")) for _ in "".join(text.split())]
    sizes = (len("".join(token.text.split())) for token in tokens)
    starts = accumulate(sizes, initial=0)
    return [at[min(start, len(at) - 1)] for start, _ in zip(starts, tokens, strict=False)]
