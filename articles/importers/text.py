"""Plain text: a title, paragraphs and headings, bylines, references. Every word is kept.

The first line is the title. Blocks are divided by blank lines. A short line alone, without end
punctuation or ending in "?", with paragraphs on both sides, is a heading. Lines that begin with
signs or numbers in turn are a list, those further in a list within it. Byline lines become claims.
Quoted lines below a closing byline, and all lines under a heading such as "References", become
references.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePath
from typing import Any

from articles.canonical import digest
from articles.content import escaping
from articles.content.bibliography.keys import Keys
from articles.content.bylines import parts_of
from articles.content.reference_lines import from_line
from articles.content.slugs import slug
from articles.importers.base import ImportedArticle, register
from articles.importers.byline_lines import Lines
from articles.importers.decoding import decode
from articles.importers.references import is_references
from articles.importers.remarks import Remarks
from articles.importers.text_lists import listed_in, signed

LONGEST_HEADING = 80
LETTERED = "Lists with letters or Roman numbers became numbered ones"
OUT_OF_TURN = "Lines that begin with signs or numbers, but not in turn, became one paragraph"
_END_PUNCTUATION = (".", "!", ",", ";", ":", "\u2026", '."', ".\u201d", ")")
_END = "End"
"""Nothing follows the last block, so it is no heading."""
_SAYS_WHO = re.compile(r"(?:.*\b(?:written|posted|authored|reviewed) )?by\b", re.IGNORECASE)
_LIST_MARK = re.compile(r"\A(?:[-*+\u2022\u2013]|\(?\d{1,3}[.)]|\[\d{1,3}\])\s+")
_QUOTED = re.compile(
    r"(?:\"([^\"]+)\"|\u201c([^\u201c\u201d]+)\u201d|\u00ab([^\u00ab\u00bb]+)\u00bb"
    r"|\u2018([^\u2018\u2019]+)\u2019)\.?"
)


@dataclass
class _Parts:
    """``claiming``: which of the paragraphs hold a byline."""

    paragraphs: list[str] = field(default_factory=list)
    claiming: set[int] = field(default_factory=set)
    bylines: Lines = field(default_factory=Lines)
    references: list[str] = field(default_factory=list)


@register("text", "Plain text", (".txt", ".text"))
def read(data: bytes, name: str) -> list[ImportedArticle]:
    """One article from a plain text file; ``InputRefused`` names the file."""
    text, notes = decode(data, name)
    title, _, rest = text.strip().partition("\n")
    parts = _sorted_out(rest)
    headings, remarks = _headings(parts), Remarks()
    body = "\n\n".join(_blocks(parts.paragraphs, headings, remarks))
    return [
        ImportedArticle(
            title=escaping.one_line(title),
            body=body,
            references=reference_items(parts.references),
            claims=parts.bylines.claims,
            notes=(
                *notes,
                *parts.bylines.notes(),
                *remarks.sentences(),
                *_notes(parts, headings),
            ),
            source_digest=digest(data),
            slug_hint=slug(PurePath(name).stem) or slug(title),
            details={"authors": parts.bylines.authors} if parts.bylines.authors else {},
            claimed_on=parts.bylines.reviewed,
        )
    ]


def _blocks(paragraphs: list[str], headings: set[int], remarks: Remarks) -> list[str]:
    """The Markdown of blocks of lines. ``headings``: which of them are headings."""
    found = [""]
    for index, paragraph in enumerate(paragraphs):
        if index in headings:
            found.append(escaping.heading(paragraph))
        elif listed := listed_in(paragraph):
            found += listed.blocks(found[-1])
            if listed.lettered():
                remarks.add(LETTERED, listed.items[0].words[0])
        else:
            found.append(escaping.paragraph(paragraph))
            if signed(paragraph) > 1:
                remarks.add(OUT_OF_TURN, paragraph)
    return found[1:]


def reference_items(lines: list[str]) -> list[dict[str, Any]]:
    """One CSL item for each line, each with a key of its own."""
    items, known = [from_line(line) for line in lines], Keys()
    return [{**item, "id": known.new(item["id"])} for item in items]


def _sorted_out(text: str) -> _Parts:
    """Every line into paragraphs, claims or references, in order."""
    parts = _Parts()
    under_references = below_byline = False
    for block in re.split(r"\n(?:[^\S\n]*\n)+", text):
        whole = block.strip("\n")
        lines = [whole] if parts_of(whole, near=False) else whole.split("\n")
        if is_references(lines[0].strip()):
            under_references, lines = True, lines[1:]
        kept: list[str] = []
        for line in lines:
            if found := parts_of(line, near=False):
                parts.bylines.take(found)
                below_byline = bool(parts.paragraphs)
            elif (below_byline or under_references) and (quoted := _QUOTED.fullmatch(line.strip())):
                parts.references.append(next(filter(None, quoted.groups())).strip())
            elif line.strip():
                kept.append(line)
        if under_references:
            parts.references += _reference_lines(kept)
        elif kept:
            listed = listed_in("\n".join(kept))
            bare = [_LIST_MARK.sub("", line.strip()) if listed else line.strip() for line in kept]
            claims = len(parts.bylines.claims)
            parts.bylines.take_among(("\n" if listed else " ").join(bare))
            if len(parts.bylines.claims) > claims:
                parts.claiming.add(len(parts.paragraphs))
            parts.paragraphs.append("\n".join(kept))
            below_byline = False
    return parts


def _reference_lines(lines: list[str]) -> list[str]:
    """Numbered or bulleted references may run over several lines; others take one line each."""
    if not any(_LIST_MARK.match(line.lstrip()) for line in lines):
        return lines
    found: list[str] = []
    for line in map(str.strip, lines):
        if not found or _LIST_MARK.match(line):
            found.append(_LIST_MARK.sub("", line, count=1))
        else:
            found[-1] += f" {line}"
    return found


def _headings(parts: _Parts) -> set[int]:
    """Which blocks are headings: short lines, each followed by a paragraph, none below another
    short line (that would be a list of short lines), but for one in capitals below one that is not.
    """
    found, above = set(), ""
    for index, (here, below) in enumerate(pairwise([*parts.paragraphs, _END])):
        short = _may_be_heading(here) and index not in parts.claiming
        alone = not above or (_in_capitals(here) and not _in_capitals(above))
        if short and alone and not _may_be_heading(below):
            found.add(index)
        above = here if short else ""
    return found


def _in_capitals(line: str) -> bool:
    """More than one word, so that a list of short names is none."""
    return line.isupper() and " " in line.strip()


def _may_be_heading(paragraph: str) -> bool:
    line = paragraph.strip()
    return (
        len(line) <= LONGEST_HEADING
        and "\n" not in line
        and line[:1].isalnum()
        and not _LIST_MARK.match(line)
        and not _SAYS_WHO.match(line)
        and not line.endswith(_END_PUNCTUATION)
    )


def _notes(parts: _Parts, headings: set[int]) -> list[str]:
    found = (
        (len(headings), "line was read as a heading", "lines were read as headings"),
        (len(parts.references), "reference was found", "references were found"),
        (len(parts.bylines.claims), "claimed reviewer was found", "claimed reviewers were found"),
    )
    return [f"{n} {one if n == 1 else more}." for n, one, more in found if n]
