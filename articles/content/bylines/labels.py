"""The words that lead a byline: who reviewed, who wrote, when it was reviewed or changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HOW = (
    r"(?:(?:medically|clinically|scientifically|professionally|independently|expertly"
    r"|(?:medical(?: expert)?|expert|peer|physician|doctor))[ -])"
)
_DONE = r"(?:reviewed|checked|approved|verified|vetted)"
_THIS = (
    r"(?:this (?:article|page|content|guide|text|information|leaflet|post|factsheet|fact sheet) "
    r"(?:was |has been |is )?(?:last )?)?"
)
_AND = r"(?:(?:written|edited|updated|fact[ -]checked),? (?:and|&) )?"
_MORE = r"(?: (?:and|&) (?:medically )?[\w-]+)?"
_ACCURACY = r"(?: for (?:(?:medical|clinical) )?accuracy)?"
_KIND = r"(?:(?:(?:medical|clinical|expert|scientific|peer|physician|doctor) ){1,2})"

_LABELS = (
    ("plainly", rf"{_DONE} by an? (?:doctor|physician|specialist|clinician|expert|pharmacist)\s*:"),
    ("surely", rf"{_THIS}{_AND}{_HOW}{_DONE}{_MORE}{_ACCURACY} by\b\s*[:–—-]?"),
    ("surely", rf"{_HOW}{_DONE}{_ACCURACY}\s*:"),
    ("surely", rf"{_KIND}review(?:ers?|er\(s\)|(?:ed)? by)\s*(?::|\s[–—-]\s)"),
    ("named", rf"{_KIND}review(?:ed)?\s*(?::|\s[–—-]\s)"),
    ("plainly", rf"{_THIS}{_AND}(?:last )?reviewed{_MORE}{_ACCURACY} by\b\s*[:–—-]?"),
    ("plainly", rf"{_KIND}?review(?:ers?|er\(s\)|ed by| by)\b\s*(?::|[–—-]\s)?"),
    ("named", rf"{_THIS}(?:checked|approved|verified|vetted){_MORE}{_ACCURACY} by\b\s*[:–—-]?"),
    ("named", r"review by\b\s*:?"),
)
_LEADS = [(kind, re.compile(rf"{label}\s*", re.IGNORECASE)) for kind, label in _LABELS]
_ALONE = re.compile(
    rf"(?:{_HOW}?(?:reviewed|checked) by|{_KIND}reviewers?|reviewers?(?=\s*:))\s*:?", re.IGNORECASE
)
_SPEAKS = re.compile(
    rf"{_THIS}{_AND}{_HOW}?(?:last )?(?:{_DONE}{_MORE}{_ACCURACY} by\b|reviewed\s*:)"
    rf"|{_KIND}?reviewers?\b|{_KIND}reviewed\b|(?:medical|clinical) review\s*:",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]+(?!\w)")
_SIGNS = re.compile(r"[^\w\"“‘'(\[*+•–-]+")
"""Ticks and the like before the words. Those of lists stay: an item is no line of its own."""
_BRACKETS = {"(": ")", "[": "]"}

ROLE = (
    rf"(?:(?:last |date |{_HOW})*(?:{_DONE}|updated|published|modified|posted|written|authored"
    rf"|fact[ -]checked)\b|{_KIND}?reviewers?\b|(?:medical |clinical )?review(?: date)?\s*:"
    rf"|authors?\b|(?-i:By|Words|Text) )"
)
"""What a part of a byline begins with."""


@dataclass(frozen=True, slots=True)
class Lead:
    """``kind``: “surely” of a medical review, “plainly” of a review, or “named” where only a
    degree, a title or a profession makes it one. ``who``: the words behind it.
    """

    kind: str
    who: str


def lead(line: str) -> Lead | None:
    """The label that a line begins with. In small letters only a sure one counts."""
    for kind, pattern in _LEADS:
        if match := pattern.match(line):
            if kind != "surely" and line[0].islower():
                return None
            return Lead(kind, line[match.end() :])
    return None


def bare(line: str) -> str:
    """The line without emphasis, without brackets around it, and signs before its words."""
    line = _EMPHASIS.sub("", line).strip()
    line = line[match.end() :] if (match := _SIGNS.match(line)) else line
    end = _BRACKETS.get(line[:1], "")
    return line[1:-1] if end and line.find(end) == len(line) - 1 else line


def is_label(line: str) -> bool:
    """Whether a line is the beginning of a byline whose name stands in the next."""
    return bool(_ALONE.fullmatch(bare(line).rstrip()))


def speaks_of_review(line: str) -> bool:
    """Whether a line begins as bylines of a review do."""
    return bool(_SPEAKS.match(bare(line)))
