"""Claims out of byline lines: who a source says reviewed it, with which degrees and which board."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from articles.content import bylines
from articles.content.bylines import Part, Review, parts_of
from articles.content.dates import first_day
from articles.importers.base import ClaimedReviewer

_TITLES = re.compile(r"(?:(?:drs?|prof|doctor|professor)\.?\s+)+")


def claims_in(line: str, locale: str = "") -> list[ClaimedReviewer]:
    """The claims of one line of a source, to the letter; none when it is no byline.

    ``Medically reviewed by NAME, DEGREES; BOARD with subspecialty in X`` and its relatives. A line
    that goes on with another sentence is none: its words would be lost with the byline.
    ``locale`` as in ``first_day``.
    """
    parts = parts_of(line, locale, near=False)
    said = [written for part in parts if part.kind == "reviewed"
            if (written := first_day(part.words, locale))]  # fmt: skip
    day = next((written.day for written in said), None)
    found = [claim for part in parts for claim in of_part(part)]
    return [replace(claim, raw_line=line, claimed_on=claim.claimed_on or day) for claim in found]


def of_part(part: Part) -> list[ClaimedReviewer]:
    """The claims of one part of a line; none of a part that claims no review."""
    return [] if part.review is None else _claims(part.words, part.review)


def of_name(line: str, name: str, locale: str) -> list[ClaimedReviewer]:
    """The claims of a name that stands without the words of a byline; ``line``: where it stood."""
    byline = bylines.speaks_of_review(name) and claims_in(name, locale)
    read = byline or claims_in(f"Medically reviewed by {name}", locale)
    if not read:
        printed, degrees = person(name)
        read = [ClaimedReviewer(line, printed, "", "", degrees)]
    return [replace(claim, raw_line=line) for claim in read]


def person(text: str) -> tuple[str, tuple[str, ...]]:
    """Printed name, and the degrees in it, of one person.

    The printed name is as written: the degrees are read from it, not cut off.
    """
    named = bylines.person(text)
    return named.printed, named.degrees


def bare(name: str) -> str:
    """A name by which a person is known again: without title, degrees, dots and capitals."""
    cut = name.partition(",")[0].strip()
    for degree in reversed(bylines.person(cut).degrees):
        cut = cut.removesuffix(degree).rstrip()
    return " ".join(_TITLES.sub("", cut.casefold(), count=1).replace(".", "").split())


def merged(claims: Iterable[ClaimedReviewer]) -> list[ClaimedReviewer]:
    """One claim for each person and board, the first of each; one without a board only where
    no other says more of that person. A day that the first does not name comes from the next.
    """
    found: dict[tuple[str, str], ClaimedReviewer] = {}
    for claim in claims:
        key = (bare(claim.printed_name) or claim.raw_line, claim.board)
        first = found.setdefault(key, claim)
        found[key] = replace(first, claimed_on=first.claimed_on or claim.claimed_on)
    boarded = {name for name, board in found if board}
    return [claim for (name, board), claim in found.items() if board or name not in boarded]


def _claims(line: str, review: Review) -> list[ClaimedReviewer]:
    return [
        ClaimedReviewer(line, named.printed, board, subspecialty, named.degrees, review.day)
        for named in review.people
        for board, subspecialty in named.boards or (("", ""),)
    ]
