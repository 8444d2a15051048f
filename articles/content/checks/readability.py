"""How many years of school a text asks for, measured on its prose.

Headings, tables, code and references are left out; each paragraph, quotation and item of a list
ends a sentence. Words are what has a letter: figures are read aloud in many ways and are not
counted. The formulas hold for English.

* Flesch-Kincaid grade: J. P. Kincaid and others, Derivation of new readability formulas for Navy
  enlisted personnel, Research Branch Report 8-75, 1975.
* SMOG grade: G. H. McLaughlin, SMOG grading: a new readability formula, Journal of Reading 12(8),
  1969. Where there are fewer or more than its 30 sentences, long words are taken in proportion.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.content.blocks import Block, parse
from articles.content.citing import sentences

from .finding import Found
from .syllables import syllables
from .text import Text

ENOUGH = 100
"""Words under which a grade says nothing: a single long name would move it by a year."""
LONG = 3
"""Syllables of a word that SMOG counts."""
TARGETS = {"patient": (8, 10)}
"""By audience, the highest Flesch-Kincaid and SMOG grade; clinicians have none.

What the American Medical Association and the National Institutes of Health advise for patients
lies between grades 6 and 8; 8 is the upper end. SMOG foretells full understanding, Flesch-Kincaid
that of three quarters, so that for the same text it comes out about two grades higher.
"""
_PROSE = frozenset({"paragraph", "quote", "bullet", "number"})
_WORD = re.compile(r"[^\W_]*[^\W\d_]+(?:['’ʼ‐‑-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Reading:
    """Words and sentences of the prose, and its two grades, which mean little when it is short.

    Grades are years of school in the United States, to a tenth; 0 is the lowest.
    """

    words: int
    sentences: int
    flesch_kincaid: float
    smog: float

    @property
    def is_measured(self) -> bool:
        """Whether there are words enough for the grades to mean something."""
        return self.words >= ENOUGH


def reading(body: str) -> Reading:
    """The prose of a Markdown body, measured. Total, and linear in its length."""
    return measured(parse(body))


def measured(blocks: Iterable[Block]) -> Reading:
    """``reading`` of blocks that are already parsed."""
    words = said = spoken = long = 0
    for sentence in _sentences(blocks):
        counted = [syllables(word) for word in _WORD.findall(sentence)]
        words += len(counted)
        said += bool(counted)
        spoken += sum(counted)
        long += sum(count >= LONG for count in counted)
    if not said:
        return Reading(0, 0, 0.0, 0.0)
    grade = 0.39 * words / said + 11.8 * spoken / words - 15.59
    smog = 1.0430 * math.sqrt(long * 30 / said) + 3.1291
    return Reading(words, said, round(max(grade, 0.0), 1), round(smog, 1))


def above_target(text: Text) -> Iterator[Found]:
    """The prose asks for more years of school than its audience can be expected to have."""
    targets = TARGETS.get(text.read("audience"))
    if targets is None or not text.read("locale").casefold().startswith("en"):
        return
    found = measured(text.blocks)
    if found.is_measured and (found.flesch_kincaid > targets[0] or found.smog > targets[1]):
        yield Found(
            f"The text reads at grade {found.flesch_kincaid:.1f} (Flesch-Kincaid) and "
            f"{found.smog:.1f} (SMOG); for patients aim at {targets[0]} and {targets[1]} or less.",
            "body",
        )


def _sentences(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind in _PROSE:
            yield from (block.text[start:end] for start, end in sentences(block.text))
