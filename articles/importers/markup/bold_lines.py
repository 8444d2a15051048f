"""Lines in bold that were meant as headings."""

from __future__ import annotations

from collections.abc import Iterator

from articles.importers.markup.below import HEADINGS
from articles.importers.markup.reading import Reading
from articles.importers.markup.tree import Element
from articles.importers.markup.typed_lists import flowing

HEADED = "Paragraphs wholly in bold became headings"
LONGEST_HEADING = 80
"""Characters."""

_BOLD = frozenset({"b", "strong"})
_NO_TEXT = HEADINGS | {"hr"}
_END_PUNCTUATION = (".", "!", ",", ";", ":", "\u2026", ")")


def name_bold_headings(root: Element, reading: Reading) -> None:
    """Change the tree: a short paragraph in bold that text follows is a heading, one level below
    the heading above it; without one above, of the highest level that the text has.
    """
    level = min((int(e.tag[1]) for e in root.walk() if e.tag in HEADINGS and e.text()), default=2)
    named = {id(line) for parent in flowing(root) for line in _headings(parent)}
    for element in root.walk():
        if id(element) in named:
            reading.remarks.add(HEADED, element.text())
            element.tag = f"h{level}"
            _without_bold(element)
        elif element.tag in HEADINGS and element.text():
            level = min(6, int(element.tag[1]) + 1)


def is_bold(element: Element) -> bool:
    """Whether all its words are in bold, as headings were before there were elements for them."""
    return sum(map(_signs, _outermost_bold(element))) == _signs(element)


def _headings(parent: Element) -> Iterator[Element]:
    """The lines in bold with text below them, but those beside another such line."""
    blocks = [e for e in parent.elements() if e.blocky and _is_shown(e)]
    lines = [_is_line(block) for block in blocks]
    for place, block in enumerate(blocks[:-1]):
        beside = lines[place + 1] or (place and lines[place - 1])
        if lines[place] and not beside and blocks[place + 1].tag not in _NO_TEXT:
            yield block


def _is_shown(block: Element) -> bool:
    return any(
        element.tag in ("hr", "img")
        or any(isinstance(child, str) and child.strip() for child in element.children)
        for element in block.walk()
    )


def _is_line(block: Element) -> bool:
    if block.tag not in ("p", "div") or any(child.blocky for child in block.elements()):
        return False
    words = block.text()
    return (
        len(words) <= LONGEST_HEADING
        and words[:1].isalnum()
        and not words.endswith(_END_PUNCTUATION)
        and not block.first("a", "img", "br")
        and is_bold(block)
    )


def _without_bold(heading: Element) -> None:
    for element in heading.walk():
        if element.tag in _BOLD:
            element.tag = "span"


def _signs(element: Element) -> int:
    """How many signs its words have, without the blanks between them."""
    return len("".join(element.text().split()))


def _outermost_bold(element: Element) -> list[Element]:
    found: list[Element] = []
    for child in element.elements():
        found += [child] if child.tag in _BOLD else _outermost_bold(child)
    return found
