"""Characters that a reader cannot see or tell apart, listed for the reviewer.

They are stored as written (canonical.clean_text); nobody should sign over them unaware.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

Kind = Literal["invisible", "unusual_space", "mixed_script"]

_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u2800\u3164\ufe00-\ufe0f\uffa0"
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_SECOND_SCRIPT = re.compile(r"[\u0370-\u052f\u1c80-\u1c8f\u1f00-\u1fff\u2de0-\u2dff\ua640-\ua69f]")
_UNITS = frozenset(f"\u03bc{unit}" for unit in ("g", "l", "L", "m", "M", "mol", "s", "Sv", "U"))
"""Units of measure with a Greek mu are ordinary medical writing."""


@dataclass(frozen=True, slots=True)
class Oddity:
    """``text`` as it stands at ``start`` (code points from 0), ``line`` and ``column`` from 1,
    ``name``: code point and Unicode name, or the scripts that are mixed.
    """

    kind: Kind
    text: str
    start: int
    line: int
    column: int
    name: str


def oddities(text: str) -> list[Oddity]:
    """Every invisible character, unusual space and word of mixed Latin, Cyrillic and Greek
    letters, in order of position. Linear in the length of the text.
    """
    found: list[tuple[int, str, Kind, str]] = []
    for match in _odd_characters().finditer(text):
        space = unicodedata.category(match[0]) == "Zs"
        kind: Kind = "unusual_space" if space else "invisible"
        found.append((match.start(), match[0], kind, _character(match[0])))
    found.extend(
        (match.start(), match[0], "mixed_script", scripts)
        for match in _WORD.finditer(text)
        if (scripts := _mixed(match[0]))
    )
    return _placed(text, sorted(found))


def _placed(text: str, found: list[tuple[int, str, Kind, str]]) -> list[Oddity]:
    placed: list[Oddity] = []
    line, last, line_start = 1, 0, 0
    for start, piece, kind, name in found:
        if newlines := text.count("\n", last, start):
            line += newlines
            line_start = text.rindex("\n", last, start) + 1
        last = start
        column = start - line_start + 1
        placed.append(Oddity(kind, piece, start, line, column, name))
    return placed


@cache
def _odd_characters() -> re.Pattern[str]:
    """Format characters (Cf), spaces other than U+0020 (Zs), line and paragraph separators, and
    letters and selectors without a glyph. The bidirectional ones never reach storage.
    """
    odd = "".join(
        re.escape(character)
        for character in map(chr, range(0x7F, sys.maxunicode + 1))
        if unicodedata.category(character) in ("Cf", "Zs", "Zl", "Zp")
    )
    return re.compile(f"[{odd}{_FILLERS}\U000e0100-\U000e01ef]")


def _character(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, 'UNNAMED')}"


def _mixed(word: str) -> str:
    if not _SECOND_SCRIPT.search(word) or word in _UNITS:
        return ""
    used = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
    scripts = [script.capitalize() for script in _SCRIPTS if script in used]
    return " and ".join(scripts) if len(scripts) > 1 else ""
