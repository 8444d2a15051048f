"""What byline lines of a source come to: claims, authors, a day, and notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from articles.content.bylines import BETWEEN, STOP, Part, speaks_of_review
from articles.content.dates import first_day
from articles.importers.base import ClaimedReviewer
from articles.importers.claims import claims_in, merged, of_part
from articles.importers.remarks import Remarks

AMONG_WORDS = "Bylines among other words became claims, and their words stay in the text"
LEFT_OUT = "Lines that are no part of the text were left out"
NOT_UNDERSTOOD = "Lines that speak of a review were not understood, and stay in the text"

NO_DAY = "Dates of review that name no day were not kept"
TWO_DAYS = "Dates of review that may mean two days were not kept"

_LONGEST_SPEAKING = 120
"""Characters of a line that only speaks of a review; what is longer is prose."""


@dataclass(slots=True)
class Lines:
    """What bylines of a text without markup say. ``left_out``: words that say nothing here.
    ``among``: bylines that stay in the text. ``unclear``: lines that may be bylines. ``undated``:
    a kind of remark, with a line whose day of review could not be read.
    """

    claims: list[ClaimedReviewer] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    reviewed: dt.date | None = None
    left_out: list[str] = field(default_factory=list)
    among: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    undated: list[tuple[str, str]] = field(default_factory=list)

    def take(self, parts: Sequence[Part]) -> None:
        """File the parts of one line; a day beside claims is the day of those that name none."""
        days = [found for part in parts if part.kind == "reviewed" and (found := _day(part.words))]
        claims = [claim for part in parts for claim in of_part(part)]
        claimed = [claim.claimed_on for claim in claims]
        self.reviewed = self.reviewed or next(filter(None, [*days, *claimed]), None)
        dated = (
            replace(claim, claimed_on=claim.claimed_on or next(iter(days), None))
            for claim in claims
        )
        self.claims = merged([*self.claims, *dated])
        self.authors += [part.who for part in parts if part.who]
        self.left_out += [part.words for part in parts if part.kind in ("changed", "checked")]
        dates = [part.words for part in parts if part.kind in ("reviewed", "claim")]
        self.undated += [(why, words) for words in dates if (why := not_kept(words))]

    def take_among(self, words: str) -> None:
        """File what is claimed among other words, which stay in the text."""
        found = among(words)
        self.claims = merged([*self.claims, *found])
        self.among += [claim.raw_line for claim in found]
        self.unclear += [] if found else unclear(words)

    def notes(self) -> tuple[str, ...]:
        remarks = Remarks()
        for why, words in self.undated:
            remarks.add(why, words)
        for kind, told in (
            (LEFT_OUT, self.left_out),
            (AMONG_WORDS, self.among),
            (NOT_UNDERSTOOD, self.unclear),
        ):
            for words in told:
                remarks.add(kind, words)
        return remarks.sentences()


def among(words: str, locale: str = "") -> list[ClaimedReviewer]:
    """The claims of bylines in a block of other words: a line, or a sentence of its own."""
    return [
        claim
        for line in BETWEEN.split(words)
        for sentence in _sentences(line)
        for claim in claims_in(sentence, locale)
    ]


def unclear(words: str) -> Iterable[str]:
    """The short lines of a block that begin as a byline does and are none that can be read."""
    if len(words) > _LONGEST_SPEAKING or STOP.search(words):
        return []
    return [line for line in BETWEEN.split(words) if speaks_of_review(line)]


def not_kept(text: str, locale: str = "") -> str:
    """Why the day that a text writes is none, as a kind of remark; empty where it is one."""
    written = first_day(text, locale)
    if written is None or written.day is not None:
        return ""
    return TWO_DAYS if written.ambiguous else NO_DAY


def _sentences(line: str) -> list[str]:
    ends = [0, *(match.end() for match in STOP.finditer(line)), len(line)]
    return [line[start:end].strip() for start, end in pairwise(ends)]


def _day(text: str) -> dt.date | None:
    written = first_day(text)
    return written.day if written else None
