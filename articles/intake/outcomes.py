"""What became of one item of a source, in words that any terminal may show."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_NOT_SHOWN = {"Cc", "Cs", "Zl", "Zp"}
"""Categories: controls, lone surrogates, separators of lines and paragraphs."""
_DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


class State(StrEnum):
    """What became of an item, in the words of every report."""

    OK = "ok"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """``reason``: why it ended so, in one sentence.

    ``source``: the file as people know it; ``item``: index in it, from 0. ``slug``: the address of
    the draft, empty where none was written. ``claims``: bylines to the letter, verified by nobody.
    """

    source: str
    item: int
    state: State
    slug: str = ""
    title: str = ""
    reason: str = ""
    claims: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def printable(text: str) -> str:
    """One line of text with what could steer a terminal, or be stored nowhere, as an escape."""
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    steers = unicodedata.category(character) in _NOT_SHOWN
    if steers or unicodedata.bidirectional(character) in _DIRECTIONS:
        return character.encode("unicode_escape").decode("ascii")
    return character
