"""Markdown of other systems: their front matter, their footnotes, bylines between paragraphs.

The title is ``title`` or the first level-1 heading; a paragraph that is a byline becomes a claim
and leaves the body.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from articles.content.blocks import Block, parse
from articles.content.bylines import Part, parts_of
from articles.content.slugs import slug
from articles.errors import InputRefused
from articles.importers import markdown_losses as losses
from articles.importers.base import ImportedArticle
from articles.importers.byline_lines import Lines
from articles.importers.claims import merged
from articles.importers.dangling import refuse_dangling
from articles.importers.foreign_matter import Said, said_in
from articles.importers.markdown_footnotes import settled
from articles.importers.markdown_sources import taken
from articles.importers.references import elsewhere, stored
from articles.importers.remarks import Remarks

_AS_OURS = ("article_type", "audience", "specialty", "topics")
_READ = frozenset({*_AS_OURS, "id", "disclosure", "references"})

_WORLD_WIDE = re.compile(r"https?://[^\s/]+/\S+|urn:\S{8,}|(?=\S*\d)(?=\S*[^\W\d_])\S{12,}")
"""An address, or twelve signs with letters and digits among them, as every UUID has."""


def foreign(matter: dict[str, Any], text: str, name: str, first_line: int) -> ImportedArticle:
    """The article without its digest. ``first_line``: of the text in the file, from 1.

    Raises ``InputRefused`` naming file and, where known, line.
    """
    if not isinstance(matter.get("title") or "", str):
        raise InputRefused(name, "the front matter's “title” must be text.")
    said = said_in(matter)
    references, notes = _references(matter, said, name)
    footnotes = settled(text, {item["id"] for item in references}, name, first_line)
    references += footnotes.references
    refuse_dangling(footnotes.text, references, name, first_line)
    remarks = Remarks()
    text, listed = taken(footnotes.text, references, remarks)
    references += stored(listed, name)
    title, body, bylines = _parts(said.texts.get("title", ""), text, name)
    bylines.undated = said.undated + bylines.undated
    body = losses.settled(body, remarks)
    said.authors = said.authors or bylines.authors
    return ImportedArticle(
        title=title,
        summary=said.texts.get("summary", ""),
        body=body,
        source_digest="",
        references=references,
        claims=merged([*said.claims, *bylines.claims]),
        notes=(*notes, *remarks.sentences(), *bylines.notes(), *_told(said, footnotes.notes)),
        slug_hint=slug(said.texts.get("slug", "") or PurePath(name).stem) or slug(title),
        source_id=_identity(matter.get("id")),
        live_url=said.texts.get("live_url", ""),
        claimed_on=said.reviewed or bylines.reviewed,
        details=_details(matter, said),
    )


def _identity(written: Any) -> str:
    """An id that no other site can have given too; with any other, the file's bytes count."""
    if not isinstance(written, str) or not _WORLD_WIDE.fullmatch(written.strip()):
        return ""
    return f"front-matter:{written.strip()}"


def _references(
    matter: dict[str, Any], said: Said, name: str
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    if isinstance(listed := matter.get("references"), str) and listed:
        return [], (elsewhere(listed),)
    return stored(said.references, name), ()


def _details(matter: dict[str, Any], said: Said) -> dict[str, Any]:
    details = {key: matter[key] for key in _AS_OURS if key in matter}
    if said.authors:
        details["authors"] = said.authors
    if locale := said.texts.get("locale"):
        details["locale"] = locale
    if isinstance(funding := matter.get("disclosure"), str) and funding:
        details["funding"] = funding
    return details


def _told(said: Said, notes: int) -> list[str]:
    unread = [key for key in said.unread if key not in _READ]
    told = [f"Not read from the front matter: {', '.join(unread)}."] if unread else []
    if notes:
        told.append(f"Footnotes put at the end: {notes}.")
    return told


def _parts(title: str, text: str, name: str) -> tuple[str, str, Lines]:
    """Title, body without title heading and bylines, what these say."""
    blocks = parse(text)
    lines = text.split("\n")
    gone: set[int] = set()
    first = _title_lines(blocks[0], lines) if blocks else range(0)
    if not title and not first:
        raise InputRefused(
            name, "has no title; begin it with “# Title” or with front matter that has one."
        )
    heading = " ".join(blocks[0].text.split()) if first else ""
    if first and (not title or heading.casefold() == " ".join(title.split()).casefold()):
        gone.update(first)
    bylines = Lines()
    for block in blocks:
        if block.kind == "code" or gone.intersection(range(*block.lines)):
            continue
        found = _byline(block, lines)
        bylines.take(found)
        if found:
            gone.update(range(*block.lines))
        else:
            bylines.take_among(" ".join(block.text.split()))
    body = "\n".join(line for number, line in enumerate(lines) if number not in gone)
    return title or heading, body.strip("\n"), bylines


def _byline(block: Block, lines: list[str]) -> list[Part]:
    """The parts of a paragraph that is a byline, as it is written, or else as it is read."""
    if block.kind != "paragraph" or block.level:
        return []
    written = [lines[number].strip("*_ \\") for number in range(*block.lines)]
    return parts_of("\n".join(written), near=False) or parts_of(block.text, near=False)


def _title_lines(block: Block, lines: list[str]) -> range:
    """The lines of a level-1 heading, ``# Title`` or underlined with ``=``; none of any other."""
    start, end = block.lines
    if block.kind == "heading" and lines[start].lstrip().startswith("# "):
        return range(start, end)
    underlined = block.kind == "heading" and lines[end : end + 1]
    return range(start, end + 1) if underlined and set(underlined[0].strip()) == {"="} else range(0)
