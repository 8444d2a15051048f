"""Text as the smallest pieces a reader would call changed: a number and its unit are one token.

"2 g" that becomes "3 g" is two doses, never "23 g". Ranges, signs, comparisons, percentages and
"per" belong to their number: "≥ 5 mg", "10–20 mg/kg per day", "1.5 × 10⁹/L", "2-3 times".
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

WHITE_SPACE = " \t\n\r\f\v"
"""What Markdown and HTML show as one space; no-break and thin spaces are characters."""

_GAP = "[ \u00a0\u2009\u202f]"
_LETTERS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # written without spaces between the words
_FRACTIONS = "\u00bc-\u00be\u2150-\u215e"
_EXPONENT = r"[⁻⁺]?[⁰¹²³⁴-⁹]++"

_SI = (
    r"mm ?Hg|cm ?H[2₂]O"
    r"|(?:[kMGTcdmnpfµμ]|mc|da)?(?:g|L|l|m|mol|s|Sv|Gy|Bq|U|IU|M|Eq|eq|Osm|osmol|Hz|cal|Pa|kat)"
    r"|[kmMµμ][VAWJ]|[VWJ](?=/)|cc|bpm|rpm|ppm|ppb|°[CF]?|h|d|y"
)
_NAMED = (
    r"%|‰|percent|per cent|percentage points?|units?|degrees?|drops?|puffs?|sprays?|patch(?:es)?"
    r"|doses?|tablets?|capsules?|sachets?|vials?|ampoules?|injections?|drinks?|servings?|copies"
    r"|teaspoons?|tablespoons?|cups?|glass(?:es)?|cells?|lbs?|oz|pounds?|ounces?|st|ft|feet"
    r"|inch(?:es)?|miles?|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|nights?|wks?|weeks?"
    r"|mos?|months?|yrs?|years?|decades?|times?|fold"
)


@dataclass(frozen=True, slots=True)
class Token:
    """``space``: whether white space stands before it."""

    text: str
    space: bool


def tokenise(text: str) -> list[Token]:
    """The tokens of a text, in order. Total and linear in its length.

    Written one after the other they give the text back, each run of white space as one space and
    none at the end. Words keep inner apostrophes and hyphens; any other sign is a token.
    """
    return list(_tokens(" ".join(_WHITE.split(text))))


def written(tokens: list[Token]) -> str:
    """The text that tokens stand for."""
    return "".join(f"{' ' * token.space}{token.text}" for token in tokens)


def _tokens(text: str) -> Iterator[Token]:
    space = False
    for match in _pattern().finditer(text):
        if match[0] == " ":
            space = True
            continue
        yield Token(match[0], space)
        space = False


_WHITE = re.compile(f"[{WHITE_SPACE}]+")


@cache
def _pattern() -> re.Pattern[str]:
    """A space, a number with all that belongs to it, a word, or any one sign. Every repetition is
    possessive, so that nothing is read twice.
    """
    marks = _marks()
    letters = rf"(?:[^\W{_LETTERS}]++|[{marks}]++)++"
    word = rf"{letters}(?:[-'’‐‑]{letters})*+"
    digits = rf"\d++(?:[.,·]\d++|{_GAP}\d{{3}}(?!\d))*+[{_FRACTIONS}]?+"
    power = rf"(?:{_GAP}?[×x]{_GAP}?10(?:\^[-−+]?\d++|{_EXPONENT}))?+(?:{_EXPONENT})?+"
    number = rf"(?:(?:{digits}|[{_FRACTIONS}]){power})"
    unit = rf"(?:(?:{_SI})(?:{_EXPONENT}|\^?[23])?+|(?i:{_NAMED}))(?![\w{marks}])"
    per = rf"(?:(?:{_GAP}?/{_GAP}?|{_GAP}per{_GAP}|[·⋅])(?:{number}{_GAP}?)?{unit})"
    amount = rf"{number}(?:{_GAP}?{unit})?+{per}*+"
    sign = rf"(?:(?:\+/[-−]|[≥≤⩾⩽<>≈~=±]=?){_GAP}?+)?+[-−–+]?+[$€£¥]?+"
    range_ = rf"(?:(?:{_GAP}?[-–—−/:×x]{_GAP}?|{_GAP}to{_GAP})[-−+]?{amount})*+"
    dose = rf"{sign}{amount}{range_}(?:[-‐‑]?+{word})?+"
    words = rf"(?![\d{_FRACTIONS}]){word}|[{_LETTERS}][{marks}]*+"
    return re.compile(rf" |{words}|{dose}|.[{marks}]*+", re.DOTALL)


@cache
def _marks() -> str:
    """Characters that belong to the one before: combining marks, and what is invisible."""
    return "".join(
        re.escape(character)
        for character in map(chr, range(0x80, sys.maxunicode + 1))
        if unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
    )
