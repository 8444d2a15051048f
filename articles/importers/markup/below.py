"""What stands below a heading such as “References”: a list, or paragraphs that are its entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from articles.importers.markup.entries import number_of, reads_as_citation
from articles.importers.markup.tree import Element
from articles.importers.references import is_references

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PROSE_BELOW = "What stands below the heading of references reads like none and stays text"
LONGEST_ENTRY = 60
"""Words; a longer paragraph that names no publication ends the references."""

_ENDS = HEADINGS | {"table", "figure", "hr", "blockquote", "pre", "dl", "aside"}
_LIKE_ENTRY = re.compile(r"\b(?:19|20)\d\d\b|https?://|^[^\W\d_][\w'’-]+,? [A-Z]{1,3}[,.]")
_GOES_ON = re.compile(r"(?:doi|pmid|https?:|available)\b", re.IGNORECASE)


@dataclass(slots=True)
class Below:
    """``entries``: an element for each reference. ``taken``: what they leave the tree with.
    ``numbers``: whether numbers in the text may mean them. ``others``: paragraphs that are none.
    """

    entries: list[Element] = field(default_factory=list)
    taken: list[Element] = field(default_factory=list)
    numbers: bool = False
    others: bool = False


def is_title(element: Element) -> bool:
    """Whether a block announces references: a heading, or a line that stands for one."""
    if element.tag not in HEADINGS and not (
        element.tag in ("p", "div", "summary", "dt") and _is_leaf(element)
    ):
        return False
    return is_references(element.text())


def below(heading: Element, following: Iterable[Element], listed_before: int) -> Below:
    """``following``: the elements after the heading, in document order. ``listed_before``: how many
    numbered references there are already.
    """
    run: list[Element] = []
    listed: Element | None = None
    for element in following:
        if element.tag in _ENDS or is_title(element):
            break
        if element.tag in ("ol", "ul"):
            listed = element
            break
        if _is_leaf(element) and element.text():
            run.append(element)
    lines = [(line, block) for block in run for line in _lines(block)]
    if any(number_of(line.text()) for line, _ in lines):
        return _numbered(lines, listed_before)
    if listed is not None:
        return _listed(listed)
    return _plain(lines, whole=heading.tag in HEADINGS)


def like_entry(item: Element) -> bool:
    return bool(_LIKE_ENTRY.search(item.text())) or reads_as_citation(item)


def in_turn(entries: Sequence[Element], listed_before: int) -> bool:
    """Whether the numbers that entries print are their places."""
    numbers = [number_of(entry.text()) for entry in entries]
    return numbers == list(range(listed_before + 1, listed_before + len(numbers) + 1))


def _is_leaf(element: Element) -> bool:
    return element.blocky and not any(child.blocky for child in element.elements())


def _lines(block: Element) -> list[Element]:
    """The block; or each of its lines, where more than one prints a number."""
    found = [Element("p", dict(block.attributes))]
    for child in block.children:
        if isinstance(child, Element) and child.tag == "br":
            found.append(Element("p"))
        else:
            found[-1].children.append(child)
    return found if sum(bool(number_of(line.text())) for line in found) > 1 else [block]


def _listed(listed: Element) -> Below:
    entries = [item for item in listed.elements() if item.tag == "li" and item.text()]
    numbers = listed.tag == "ol" or any(number_of(item.text()) for item in entries)
    return Below(entries, [listed], numbers)


def _numbered(lines: Sequence[tuple[Element, Element]], listed_before: int) -> Below:
    """Entries that print their number; what stands between two of them belongs to the first."""
    places = [n for n, (line, _) in enumerate(lines) if number_of(line.text())]
    last = places[-1] + 1
    while last < len(lines) and _GOES_ON.match(lines[last][0].text()):
        last += 1
    found = Below()
    for line, block in lines[places[0] : last]:
        if number_of(line.text()):
            found.entries.append(line)
        else:
            found.entries[-1].children += [" ", *line.children]
        if not any(block is other for other in found.taken[-1:]):
            found.taken.append(block)
    found.numbers = in_turn(found.entries, listed_before)
    return found


def _plain(lines: Sequence[tuple[Element, Element]], *, whole: bool) -> Below:
    """Entries without numbers, where any reads like one. ``whole``: all of them, up to prose; else
    up to the last that does.
    """
    like = [like_entry(line) for line, _ in lines]
    if not any(like):
        return Below(others=bool(lines))
    prose = (
        n
        for n, (line, _) in enumerate(lines)
        if not like[n] and len(line.text().split()) > LONGEST_ENTRY
    )
    end = next(prose, len(lines)) if whole else len(like) - like[::-1].index(True)
    return Below([line for line, _ in lines[:end]], [block for _, block in lines[:end]])
