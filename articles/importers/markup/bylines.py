"""Bylines of a page: who is said to have reviewed it and when, who wrote it, when it changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from articles.content.bylines import Part, is_label, parts_of
from articles.content.dates import first_day
from articles.importers.base import ClaimedReviewer
from articles.importers.byline_lines import (
    AMONG_WORDS,
    LEFT_OUT,
    NOT_UNDERSTOOD,
    among,
    not_kept,
    unclear,
)
from articles.importers.claims import bare, merged, of_name, of_part, person
from articles.importers.markup.head import Head
from articles.importers.markup.reading import Reading
from articles.importers.markup.tree import Element

_NEAR_TOP = 12
_NEAR_END = 6
"""Blocks from either end in which a line about author or day is a byline."""


@dataclass(slots=True)
class Bylines:
    claims: list[ClaimedReviewer] = field(default_factory=list)
    reviewed: dt.date | None = None
    authors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """A block of words with the element that holds it."""

    parent: Element
    element: Element
    words: str


def take_bylines(root: Element, head: Head, reading: Reading) -> Bylines:
    """Take bylines out of the tree. A block with other words in it stays as it is."""
    found = Bylines()
    lines = list(_lines(root))
    taken: set[int] = set()
    for place, line in enumerate(lines):
        if place in taken:
            continue
        words = line.words
        if is_label(words) and place + 1 < len(lines):
            words = f"{words} {lines[place + 1].words}"
        near = place < _NEAR_TOP or place >= len(lines) - _NEAR_END
        if _take(words, head.locale, found, reading, near=near):
            taken |= {place} if words is line.words else {place, place + 1}
    for place in taken:
        _remove(lines[place])
    _from_head(head, found, reading)
    return found


def _lines(root: Element) -> Iterator[_Line]:
    """The blocks without blocks in them, in document order; breaks are line ends."""
    parents = {id(child): element for element in root.walk() for child in element.elements()}
    for element in root.walk():
        leaf = element.blocky and not any(inside.blocky for inside in element.elements())
        if leaf and element is not root and (words := _words(element)):
            yield _Line(parents[id(element)], element, words)


def _words(element: Element) -> str:
    lines = "".join(_pieces(element)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _pieces(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield re.sub(r"\s", " ", child)
        elif child.tag == "br":
            yield "\n"
        else:
            yield from _pieces(child)


def _take(words: str, locale: str, found: Bylines, reading: Reading, *, near: bool) -> bool:
    """Whether these words are a byline and nothing else; what they claim is in ``found``."""
    parts = parts_of(words, locale, near=near)
    for part in parts:
        _file(part, locale, found, reading)
    if parts:
        return True
    claims = among(words, locale)
    for claim in claims:
        _claim([claim], claim.raw_line, locale, found, reading)
        reading.remarks.add(AMONG_WORDS, claim.raw_line)
    for line in [] if claims else unclear(words):
        reading.remarks.add(NOT_UNDERSTOOD, line)
    return False


def _file(part: Part, locale: str, found: Bylines, reading: Reading) -> None:
    match part.kind:
        case "claim":
            _claim(of_part(part), part.words, locale, found, reading)
        case "reviewed":
            found.reviewed = found.reviewed or _day(part.words, locale, reading)
        case "author":
            found.authors.append(part.who)
        case _:
            reading.remarks.add(LEFT_OUT, part.words)


def _claim(
    claims: list[ClaimedReviewer], line: str, locale: str, found: Bylines, reading: Reading
) -> None:
    found.claims += claims
    day = next((claim.claimed_on for claim in claims if claim.claimed_on), None)
    found.reviewed = found.reviewed or day
    if day is None and first_day(line, locale):
        _day(line, locale, reading)


def _day(text: str, locale: str, reading: Reading) -> dt.date | None:
    """The day in a line; a remark when it may be two days or is a month alone."""
    if why := not_kept(text, locale):
        reading.remarks.add(why, text)
    written = first_day(text, locale)
    return written.day if written else None


def _from_head(head: Head, found: Bylines, reading: Reading) -> None:
    """What the page tells machines, where it does not say the same to people."""
    found.reviewed = found.reviewed or _day(head.reviewed, head.locale, reading)
    known = {bare(claim.printed_name) for claim in found.claims}
    for label, name in head.reviewers:
        if bare(name) not in known:
            found.claims += of_name(f"{label}: {name}", name, head.locale)
            known.add(bare(name))
    found.claims = [
        replace(claim, claimed_on=claim.claimed_on or found.reviewed)
        for claim in merged(found.claims)
    ]
    if not found.authors:
        found.authors = [person(name)[0] for name in dict.fromkeys(head.authors)]


def _remove(line: _Line) -> None:
    line.parent.children = [own for own in line.parent.children if own is not line.element]
