"""What lay on somebody's clipboard as HTML, as Markdown for the body that it is pasted into.

A part of a text, not a page: nothing stands around it, it has no title, no byline and no list of
references to take out, and its pictures stay where they were.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.canonical import clean_text
from articles.content.markdown import render
from articles.errors import InputRefused
from articles.importers.markup.blocks import blocks_of
from articles.importers.markup.clipboard import tidy
from articles.importers.markup.reading import Reading
from articles.importers.markup.runs import Style
from articles.importers.markup.tree import Element, parse
from articles.importers.markup.trimming import without_embedded

MOST = 1_000_000
"""Characters of HTML; Word writes ten to twenty for one of text, so this is about thirty pages."""
NAME = "clipboard"

_STRUCTURE = re.compile(r"<(?!/?p>|br)")
_NEW_LINE = re.compile(r"(?<!\\)\n")


@dataclass(frozen=True, slots=True)
class Pasted:
    """``markdown``: empty where there was nothing but words, which need no Markdown.
    ``notes``: sentences about what was left out or changed.
    """

    markdown: str
    notes: tuple[str, ...]


def markdown_of(html: str) -> Pasted:
    """The Markdown of copied HTML; first headings become second ones, as the title is the first.

    Raises ``InputRefused``: too long, or with signs that no body may hold.
    """
    if len(html) > MOST:
        sentence = f"so much cannot be turned into Markdown at once; {MOST:,} characters can be."
        raise InputRefused(NAME, sentence, "size")
    reading = Reading(NAME)
    tree = parse(html, NAME)
    root = without_embedded(tree.first("body") or tree, reading)
    tidy(root, reading)
    titled = any(element.tag == "h1" for element in root.walk())
    reading.shift = 1 if titled else 0
    text = clean_text("\n\n".join(blocks_of(root.children, Style(), reading)), NAME)
    return Pasted(text if _is_more(text, root) else "", reading.remarks.sentences())


def _is_more(text: str, root: Element) -> bool:
    """Whether the Markdown says more than the words, or other words, as with raised numbers."""
    raised = any(element.tag in ("sup", "sub") for element in root.walk())
    return raised or bool(_NEW_LINE.search(text) or _STRUCTURE.search(render(text).html))
