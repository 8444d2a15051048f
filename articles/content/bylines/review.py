"""One review that a line claims: the people, and the day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from articles.content.dates import Written, first_day

from . import labels, people, words
from .people import Named

LONGEST_BARE = 120
"""Characters of a line without any degree or board; what is longer is prose."""
_PLAINLY = {"surely": LONGEST_BARE, "plainly": 60, "named": 0}
"""The same, by kind of label, of a line in which nothing but a name follows it."""
_MOST_WORDS = 8
_BEFORE_DAY = re.compile(
    r"[\s,;|·•(–—-]*"
    r"(?P<said>\b(?:(?:last|first|originally|medically|clinically)\s+){0,2}"
    r"(?:reviewed|updated|revised|published|modified|posted|written)\s*:?\s*)?"
    r"(?:\b(?:on|in|as of|since|dated?)\b|:)?[\s:]*$",
    re.IGNORECASE,
)
_BY = re.compile(r"[,:)]?\s*by\b", re.IGNORECASE)
_YEAR = re.compile(
    r"[,;]?\s+(?:on|in|[-–—|])\s+(?=[^;]*\b(?:19|20)\d\d\b)[\w ,./-]{4,30}$", re.IGNORECASE
)
_DOTTED = re.compile(r"(?:.*[\s,])?(?:[^\W\d_]+\.[^\W\d_]+(?:\.[^\W\d_]+)*|Jr|Sr)\.", re.DOTALL)
STOP = re.compile(
    r"(?:(?<!\bP)[a-z]{3}|\b(?:(?:19|20)\d\d|M\.?D|D\.?O|Ph\.?D|RN|NP|FACP|MPH))"
    r"[.!?][\"”]?\s+(?=[\"“]?[A-Z0-9])"
)
"""Where a sentence ends and another begins; initials and “Prof.” end none."""


@dataclass(frozen=True, slots=True)
class Review:
    """``people``: at least one; a group of people has no name. ``day``: where the line names one
    that is nothing but the day of the review.
    """

    people: tuple[Named, ...]
    day: dt.date | None


def review_in(line: str, locale: str = "") -> Review | None:
    """The review that a line of one part claims; None where it is no byline of a review.

    A line that goes on with another sentence is none. ``locale`` as in ``first_day``.
    """
    said = labels.bare(line)
    written = first_day(said, locale)
    undated, of_review = _without_day(said, written) if written else (said, False)
    lead = labels.lead(undated)
    if lead is None or STOP.search(lead.who):
        return None
    who = _bare(_YEAR.sub("", _bare(lead.who)))
    found = _named(lead.kind, who, len(line))
    return Review(tuple(found), written.day if written and of_review else None) if found else None


def _named(kind: str, who: str, length: int) -> list[Named]:
    found = people.people_in(who)
    if any(not named.plain for named in found):
        return found
    if found and length <= _PLAINLY[kind]:
        return found
    if kind != "named" and words.is_group(who, formal=kind == "plainly"):
        return [Named("")]
    return _loosely(who, length) if kind == "surely" else []


def _loosely(who: str, length: int) -> list[Named]:
    """Behind a sure label anything is a name that is short, begins like one and says nothing."""
    few = len(who.split()) <= _MOST_WORDS and length <= LONGEST_BARE
    named = few and who[:1].isupper() and not words.is_said(who) and " by " not in who
    return [people.person(who)] if named else []


def _without_day(line: str, written: Written) -> tuple[str, bool]:
    """The line without its day and the words that lead to it; whether it is of the review."""
    before, after = line[: written.start], line[written.end :]
    lead = _BEFORE_DAY.search(before)
    of_review = not (lead and lead["said"]) or "reviewed" in lead["said"].lower()
    if by := _BY.match(after):
        return before.rstrip(" :,(").removesuffix(" on") + " by" + after[by.end() :], of_review
    if after.strip(" .,;)*_"):
        return line, of_review
    return before[: lead.start()] if lead else before, of_review


def _bare(who: str) -> str:
    """Without emphasis, and without a full stop that belongs to no degree."""
    who = who.strip().strip("*_").strip().rstrip(",;")
    return who if _DOTTED.fullmatch(who) else who.removesuffix(".")
