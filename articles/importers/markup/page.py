"""One page, or one document made HTML, as everything an imported article needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from articles.canonical import MAX_BODY_BYTES, clean_text
from articles.content.reference_lines import from_line
from articles.errors import InputRefused
from articles.importers.base import ClaimedReviewer, ImportedPicture
from articles.importers.markup import lists
from articles.importers.markup.below import HEADINGS
from articles.importers.markup.blocks import blocks_of
from articles.importers.markup.bold_lines import name_bold_headings
from articles.importers.markup.bylines import take_bylines
from articles.importers.markup.entries import Sources
from articles.importers.markup.head import Head
from articles.importers.markup.reading import Reading
from articles.importers.markup.runs import Style
from articles.importers.markup.sources import take_sources
from articles.importers.markup.tree import Element, settle
from articles.importers.markup.typed_lists import list_typed_items
from articles.importers.markup.wrapping import wrap
from articles.importers.references import stored

NOTES = "## Notes"


@dataclass(frozen=True, slots=True)
class Page:
    """``title``: of the text itself, else of the head; may be empty. Everything as it is stored."""

    title: str
    body: str
    references: list[dict[str, Any]]
    claims: list[ClaimedReviewer]
    reviewed: dt.date | None
    authors: list[str]
    pictures: Mapping[str, ImportedPicture]
    notes: tuple[str, ...]


def page_of(root: Element, head: Head, reading: Reading, *, titled: bool = True) -> Page:
    """The page that a tree holds; the tree is used up. ``titled``: its first h1 is its title.

    Raises ``InputRefused`` naming the source.
    """
    if (size := len(root.text())) > MAX_BODY_BYTES:
        raise InputRefused(
            reading.name, f"has a text of {size / 1e6:.1f} MB; at most 1 MB can be stored.", "size"
        )
    _print_quotes(root)
    title = _taken_title(root) if titled else ""
    wrap(root)
    list_typed_items(root, reading)
    bylines = take_bylines(root, head, reading)
    sources = take_sources(root, reading)
    for line in head.cited if not sources.references else ():
        sources.add(from_line(line))
    name_bold_headings(root, reading)
    levels = [int(e.tag[1]) for e in root.walk() if e.tag in HEADINGS and e.text()]
    reading.shift = 2 - min(levels, default=2)
    settle(root)
    blocks = blocks_of(root.children, Style(), reading)
    while blocks and blocks[-1] == "---":
        blocks.pop()
    blocks += _closing_notes(sources, reading)
    return Page(
        title=clean_text(title or head.title, reading.name),
        body=clean_text("\n\n".join(blocks), reading.name),
        references=stored(sources.references, reading.name),
        claims=bylines.claims,
        reviewed=bylines.reviewed,
        authors=bylines.authors,
        pictures=reading.pictures,
        notes=(*reading.remarks.sentences(), *_counts(sources, bylines.claims)),
    )


def details_of(head: Head, page: Page) -> dict[str, Any]:
    """Authors and language, where the page states them."""
    stated: dict[str, Any] = {"authors": page.authors, "locale": head.locale.strip()}
    return {key: value for key, value in stated.items() if value}


def _print_quotes(root: Element) -> None:
    """Browsers print the signs around a quotation; here they are written."""
    for element in root.walk():
        if element.tag == "q":
            element.children = ["“", *element.children, "”"]


def _taken_title(root: Element) -> str:
    """The words of the first h1, or of the one that a document calls its title."""
    headings = [e for e in root.walk() if e.tag == "h1" and e.text()]
    named = [e for e in headings if e.get("class") == "title"]
    if not headings:
        return ""
    heading = (named or headings)[0]
    for element in root.walk():
        element.children = [child for child in element.children if child is not heading]
    return heading.text()


def _closing_notes(sources: Sources, reading: Reading) -> list[str]:
    if not sources.notes:
        return []
    items: list[Element | str] = [
        Element("li", {}, note.children, blocky=True) for note in sources.notes
    ]
    listed = Element("ol", {}, items, blocky=True)
    settle(listed)
    return [NOTES, *lists.of_items(listed, Style(), reading, "", blocks_of)]


def _counts(sources: Sources, claims: list[ClaimedReviewer]) -> list[str]:
    found = (
        (len(sources.references), "reference was found", "references were found"),
        (len(sources.notes), "footnote was put at the end", "footnotes were put at the end"),
        (len(claims), "claimed reviewer was found", "claimed reviewers were found"),
    )
    return [f"{n} {one if n == 1 else more}." for n, one, more in found if n]
