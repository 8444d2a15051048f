"""Lines that are bylines and nothing else, and bylines that stand among other words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from articles.importers.base import ClaimedReviewer
from articles.importers.claims import STOP, claims_in
from articles.importers.dates import Written, first_day
from articles.importers.remarks import Remarks

AMONG_WORDS = "Bylines among other words became claims, and their words stay in the text"
LEFT_OUT = "Lines that are no part of the text were left out"

_BETWEEN = re.compile(r"\s*[|•·\n]\s*")
_REVIEWED = re.compile(
    r"(?:(?:last|medically|clinically|date)\s+){0,2}(?:medical(?:ly)? |clinical )?review(?:ed)?"
    r"(?: date)?(?: on)?\s*:?\s*(?P<day>.{6,30})",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"(?:(?:last|first|originally)\s+)?(?:updated|published|modified|posted|written)"
    r"(?: date)?(?: on)?\s*:?\s*(?P<day>.{6,30})",
    re.IGNORECASE,
)
_FIRST = r"[^\W\d_a-z][\w.'’-]*"
_REST = r"(?:, [A-Z][\w.-]{1,9}){0,4}"
_NAME = rf"{_FIRST}(?: [\w.'’-]+){{1,4}}{_REST}"
_AUTHOR = re.compile(rf"(?:(?:Written|Authored|Posted) by|By|Author)\s*:?\s+(?P<who>{_NAME})")
_ONE_NAME = re.compile(rf"(?:Written|Authored) by\s*:?\s+(?P<who>{_FIRST}{_REST})")
_CHECKED = re.compile(r"Fact[ -]checked(?: by)?\s*:?\s*.{0,80}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """``kind`` is claim, reviewed, changed, author, checked, or day for a date without words.
    ``who``: of an author.
    """

    kind: str
    words: str
    claims: tuple[ClaimedReviewer, ...] = ()
    who: str = ""


@dataclass(slots=True)
class Lines:
    """What bylines of a text without markup say. ``left_out``: words that say nothing here.
    ``among``: bylines that stay in the text.
    """

    claims: list[ClaimedReviewer] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    reviewed: dt.date | None = None
    left_out: list[str] = field(default_factory=list)
    among: list[str] = field(default_factory=list)

    def take(self, parts: Sequence[Part]) -> None:
        """File the parts of one line; a day beside claims is the day of those that name none."""
        days = [found for part in parts if part.kind == "reviewed" and (found := _day(part.words))]
        claimed = [claim.claimed_on for part in parts for claim in part.claims]
        self.reviewed = self.reviewed or next(filter(None, [*days, *claimed]), None)
        for part in parts:
            self.claims += [
                replace(claim, claimed_on=claim.claimed_on or next(iter(days), None))
                for claim in part.claims
            ]
            self.authors += [part.who] if part.who else []
            self.left_out += [part.words] if part.kind in ("changed", "checked") else []

    def take_among(self, words: str) -> None:
        """File what is claimed among other words, which stay in the text."""
        found = among(words)
        self.claims += found
        self.among += [claim.raw_line for claim in found]

    def notes(self) -> tuple[str, ...]:
        remarks = Remarks()
        for words in self.left_out:
            remarks.add(LEFT_OUT, words)
        for words in self.among:
            remarks.add(AMONG_WORDS, words)
        return remarks.sentences()


def parts_of(words: str, locale: str = "", *, near: bool) -> list[Part]:
    """The parts of a block that is a byline and nothing else; none of any other.

    ``near``: whether it stands near the top or the end, where a line may be about the author or
    a day alone. ``locale`` as in ``first_day``.
    """
    pieces = [piece for piece in _BETWEEN.split(words) if piece]
    claimed = any(claims_in(piece, locale) for piece in pieces)
    found = [_part(piece, locale, near=near or claimed) for piece in pieces]
    known = [part for part in found if part is not None]
    if len(known) < len(found) or not (near or claimed):
        return []
    return _with_days(known)


def among(words: str, locale: str = "") -> list[ClaimedReviewer]:
    """The claims of bylines in a block of other words: a line, or a sentence of its own."""
    return [
        claim
        for line in _BETWEEN.split(words)
        for sentence in _sentences(line)
        for claim in claims_in(sentence, locale)
    ]


def _sentences(line: str) -> list[str]:
    ends = [0, *(match.end() for match in STOP.finditer(line)), len(line)]
    return [line[start:end].strip() for start, end in pairwise(ends)]


def _part(piece: str, locale: str, *, near: bool) -> Part | None:
    if claims := claims_in(piece, locale):
        return Part("claim", piece, tuple(claims))
    for kind, pattern in (("reviewed", _REVIEWED), ("changed", _CHANGED)):
        match = pattern.fullmatch(piece)
        if match and _is_day(match["day"], first_day(match["day"], locale)):
            return Part(kind, piece)
    if near and (author := _AUTHOR.fullmatch(piece) or _ONE_NAME.fullmatch(piece)):
        return Part("author", piece, who=author["who"])
    if _CHECKED.fullmatch(piece):
        return Part("checked", piece)
    return Part("day", piece) if _is_day(piece, first_day(piece, locale)) else None


def _with_days(parts: list[Part]) -> list[Part]:
    """A date without words is of the review where it stands beside nobody but the reviewer.

    Alone it may be of anything, so such a block is no byline.
    """
    kinds = {part.kind for part in parts}
    if kinds == {"day"}:
        return []
    day = "reviewed" if kinds == {"claim", "day"} else "changed"
    return [replace(part, kind=day) if part.kind == "day" else part for part in parts]


def _is_day(text: str, written: Written | None) -> bool:
    return written is not None and not (text[: written.start] + text[written.end :]).strip(" .,)(")


def _day(text: str) -> dt.date | None:
    written = first_day(text)
    return written.day if written else None
