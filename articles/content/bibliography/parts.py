"""What the printed styles are made of: names, pages, days and sentences of one CSL item."""

# ruff: noqa: SIM905 -- the months are read best as running text

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from . import others

Reference = Mapping[str, Any]

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
MOST_INITIALS = 3
"""Capitals in a row that are initials; more of them are a name in capitals."""

_PAGES = re.compile(r"([0-9]+)-([0-9]+)")
_DASH = re.compile(r"\s*[\u2010-\u2014\u2212-]+\s*")
_ORDINAL = re.compile(r"[0-9]+")


def text(reference: Reference, *fields: str) -> str:
    """The first of these fields that holds something, as text."""
    found = (str(reference.get(field, "")).strip() for field in fields)
    return next((value for value in found if value), "")


def sentence(words: str) -> str:
    """Words closed with a stop, unless they close already."""
    words = words.strip()
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."


def joined(*sentences: str) -> str:
    return " ".join(sentence(words) for words in sentences if words.strip())


def printed_name(name: Mapping[str, str]) -> str:
    """Family name, initials, suffix; a group's name as it is."""
    if literal := name.get("literal"):
        return literal
    particle = name.get("non-dropping-particle", "")
    found = (particle, name["family"], initials(name), name.get("suffix", ""))
    return " ".join(part for part in found if part)


def initials(name: Mapping[str, str]) -> str:
    """Of the given names; the particle that is dropped in sorting is no initial.

    Up to three capitals alone are initials already.
    """
    given = name.get("given", "").strip()
    if len(given) <= MOST_INITIALS and given.isalpha() and given.isupper():
        return given
    return "".join(part[0] for part in re.split(r"[\s.-]+", given) if part)


def people(reference: Reference, field: str, most: int, shown: int) -> str:
    """Names by commas; more than ``most``, and a list that goes on, print as the first ``shown``
    and “et al”.
    """
    printed = [printed_name(person) for person in reference.get(field, ())]
    if len(printed) > most or (printed and others.follow(reference, field)):
        printed = [*printed[:shown], "et al"]
    return ", ".join(printed)


def day_of(reference: Reference, field: str = "issued") -> list[int]:
    """Year, month, day, as far as they are known."""
    date = reference.get(field)
    return list(date["date-parts"][0]) if date else []


def year(reference: Reference) -> str:
    return "".join(map(str, day_of(reference)[:1]))


def short_day(parts: Sequence[int]) -> str:
    """``2024 Mar 5``, as catalogues write it."""
    month = [MONTHS[parts[1] - 1][:3]] if len(parts) > 1 else []
    return " ".join([*map(str, parts[:1]), *month, *map(str, parts[2:])])


def long_day(parts: Sequence[int]) -> str:
    """``March 5, 2024``, as Americans write it."""
    if len(parts) < 2:
        return "".join(map(str, parts))
    month = MONTHS[parts[1] - 1]
    return f"{month} {parts[2]}, {parts[0]}" if len(parts) > 2 else f"{month} {parts[0]}"


def pages(reference: Reference, *, short: bool) -> str:
    """Pages with a hyphen; ``short`` leaves out the digits that the last page repeats."""
    found = _DASH.sub("-", text(reference, "page", "page-first"))
    span = _PAGES.fullmatch(found)
    if not (short and span) or len(span[1]) != len(span[2]) or span[1] >= span[2]:
        return found
    same = next(i for i, (a, b) in enumerate(zip(span[1], span[2], strict=True)) if a != b)
    return f"{span[1]}-{span[2][same:]}"


def edition(reference: Reference) -> str:
    """``2nd ed``; words stay words, and a first edition is not told."""
    stored = text(reference, "edition")
    if not _ORDINAL.fullmatch(stored):
        return stored
    number = int(stored[:4])
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} ed" if number > 1 else ""


def in_issue(reference: Reference, when: str, *, short: bool) -> str:
    """``2024;12(3):45-50``: when, which volume and issue, which pages; what is missing is left
    out.
    """
    volume = text(reference, "volume")
    if issue := text(reference, "issue"):
        volume += f"({issue})"
    if volume:
        when = f"{when};{volume}" if when else volume
    if found := pages(reference, short=short):
        when = f"{when}:{found}" if when else f"p. {found}"
    return when
