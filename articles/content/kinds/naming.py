"""Words that no list holds, known by how they end, begin or stand: medicines and diseases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from articles.content.tokens import Token

from .atoms import REMEMBERED, Atom, has_digit
from .kind import Kind
from .lexicon import listed
from .quantities import Amount

_UN = re.compile(r"un(?!i|der|til|cle)[a-z]{4,}|(?:non|anti)[a-z]{4,}")
_EXTREMES = re.compile(r"(?:hypo|hyper|tachy|brady)[a-z]{3,}")
_ROMAN = re.compile(r"(?:X{0,3}(?:IX|IV|V?I{1,3})|V|X)[a-c]?")
_LETTER = re.compile(r"[B-HJ-Z]")
_NUMBERED = frozenset(
    {"type", "stage", "class", "grade", "group", "factor", "phase", "vitamin", "hepatitis"}
    | {"influenza", "category", "level", "part", "schedule", "bipolar", "nerve"}
)
_FIRST = 2
"""Letters that stand before a stem at the least."""


def medicine(word: str) -> bool:
    """Does a folded word end as medicines do?"""
    singular = word.removesuffix("s")
    if word in listed("ordinary") or singular in listed("ordinary"):
        return False
    return _ends(word, "stems") or _ends(singular, "stems")


def told_by_form(words: Sequence[Atom]) -> Iterator[tuple[Kind, Atom]]:
    """Words whose beginning or ending gives away that they are dangerous."""
    return ((kind, atom) for atom in words for kind in _by_form(atom.text))


@lru_cache(REMEMBERED)
def _by_form(word: str) -> tuple[Kind, ...]:
    told = {
        Kind.DRUG: medicine(word),
        Kind.NEGATION: bool(_UN.fullmatch(word)),
        Kind.DIRECTION: bool(_EXTREMES.fullmatch(word)),
        Kind.RED_FLAG: _disease(word),
    }
    return tuple(kind for kind, true in told.items() if true)


def beside_doses(words: Sequence[Atom], doses: Sequence[Amount]) -> Iterator[Atom]:
    """Unknown words next to a dose: a medicine, as far as anybody can tell."""
    place = {atom.token: at for at, atom in enumerate(words)}
    for dose in doses:
        last = place[dose.last]
        first = place[dose.first if dose.first in place else dose.first + 1]
        after = last + 1
        if after < len(words) and words[after].text == "of":
            after += 1
        for at in (first - 1, after):
            if 0 <= at < len(words) and _unknown(words[at].text):
                yield words[at]


def designations(tokens: Sequence[Token]) -> Iterator[int]:
    """Tokens that number a stage, a type or a group with a letter or a Roman numeral."""
    for at, token in enumerate(tokens):
        before = tokens[at - 1].text.casefold() if at else ""
        numbered = before.removesuffix("s") in _NUMBERED
        short = len(token.text) == 1
        if (
            _LETTER.fullmatch(token.text)
            or (_ROMAN.fullmatch(token.text) and not short)
            or (numbered and short and token.text.isalpha())
        ):
            yield at


def _disease(word: str) -> bool:
    singular = word.removesuffix("s")
    if word in listed("plain") or singular in listed("plain"):
        return False
    return _ends(word, "conditions") or _ends(singular, "conditions")


def _ends(word: str, name: str) -> bool:
    return any(word[size:] in listed(name) for size in range(_FIRST, len(word) - 1))


def _unknown(word: str) -> bool:
    return len(word) > _FIRST and not has_digit(word) and word not in listed("neighbours")
