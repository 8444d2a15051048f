"""Abbreviations, listed or not: "b.i.d." with its points, and words in capitals ("MTX", "eGFR").

An unlisted one may be anything; a medicine is the likeliest that matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from articles.content.tokens import Token

from .atoms import Atom, fold, has_digit
from .kind import Kind
from .lexicon import Term, found

_PLAIN = frozenset({"eg", "ie"})
"""Of weight only where one takes the place of the other."""
_CAPITALS = 2


def dotted(tokens: Sequence[Token]) -> Iterator[tuple[Term, int, int]]:
    """Letters with points between them, as what they mean; the first and the last token."""
    at = 0
    while at < len(tokens):
        letters, behind = _letters(tokens, at)
        if len(letters) > 1:
            yield _meant(letters), at, behind - 1
        at = behind if len(letters) > 1 else at + 1


def capitals(tokens: Sequence[Token]) -> Iterator[tuple[Term, int]]:
    """Words with two capitals and no figure in them."""
    for at, token in enumerate(tokens):
        text = token.text
        if sum(map(str.isupper, text)) >= _CAPITALS and not has_digit(text):
            yield _unlisted(fold(text).removesuffix("s")), at


def _letters(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The letters of an abbreviation that begins at a token, and the place behind it. The last
    point may be missing, and small letters may stand apart ("b. i. d.").
    """
    letters = ""
    for place in range(at, len(tokens), 2):
        text, apart = fold(tokens[place].text), bool(letters) and tokens[place].space
        if not (len(text) == 1 and text.isalpha()) or (apart and text != tokens[place].text):
            return letters, place
        if not _point(tokens, place + 1):
            whole = letters and not apart
            return (letters + text, place + 1) if whole else (letters, place)
        letters += text
    return letters, len(tokens)


def _point(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].text == "." and not tokens[at].space


def _meant(letters: str) -> Term:
    """What is listed, of weight whatever takes its place; a medicine otherwise."""
    terms = sorted((term for term, _, _ in found([Atom(letters, 0)])), key=lambda term: term.weak)
    return replace(terms[0], weak=letters in _PLAIN) if terms else _unlisted(letters)


def _unlisted(word: str) -> Term:
    return Term(Kind.DRUG, word, (word,), Kind.DRUG)
