"""The words inside tokens, as the lexicons know them.

"Can't" is "can" and "not", "life-threatening" is two words, "5 mg" is one atom, and a stop parts
what stands on its two sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from articles.content.tokens import Token

REMEMBERED = 10_000
"""Words whose analysis is kept at hand; text repeats itself."""
STOPS = frozenset(".;:?!")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
_SHORT = {"can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not"}
_ENDINGS = {"n't": " not", "'ll": " will", "'d": " would", "'ve": " have", "'re": " are"}


@dataclass(frozen=True, slots=True)
class Atom:
    """``token``: the place in the list of tokens. A stop has no text."""

    text: str
    token: int


def atoms(tokens: Sequence[Token]) -> list[Atom]:
    """The atoms of tokens, in order; commas, brackets and other signs have none."""
    return [Atom(text, at) for at, token in enumerate(tokens) for text in _texts(token.text)]


def fold(word: str) -> str:
    """A word without capitals and invisible characters, and in one spelling of British and
    American ("oedema").
    """
    if not word.isascii():
        word = "".join(letter for letter in word if unicodedata.category(letter) != "Cf")
        word = unicodedata.normalize("NFKC", word).translate(_APOSTROPHES)
    folded = word.casefold()
    return folded.replace("ae", "e").replace("oe", "e")


def has_digit(text: str) -> bool:
    """Is there any numeral in it: digits of any script, superscripts, fractions?"""
    plain = text.isascii() and text.isalpha()
    return not plain and any(character.isnumeric() for character in text)


@lru_cache(REMEMBERED)
def _texts(text: str) -> tuple[str, ...]:
    if text in STOPS:
        return ("",)
    if has_digit(text):
        return ("".join(fold(text).split()),)
    return tuple(part for word in _WORD.findall(fold(text)) for part in _parts(word))


def _parts(word: str) -> list[str]:
    if word in _SHORT:
        return _SHORT[word].split()
    for ending, meaning in _ENDINGS.items():
        if word.endswith(ending):
            return (word.removesuffix(ending) + meaning).split()
    return [word]
