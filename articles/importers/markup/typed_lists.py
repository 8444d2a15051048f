"""Paragraphs that begin with a typed sign, where a style of lists was meant, as lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.importers.markup.reading import Reading
from articles.importers.markup.tree import Element, settle

LISTED = "Paragraphs that begin with a typed sign became a list"

_HELD = frozenset({"li", "dd", "dt", "td", "th", "blockquote", "figure", "pre", "ul", "ol", "dl"})
_SIGN = re.compile(
    r"(?:(?P<sure>[\u2022\u2023\u25aa\u25cb\u25cf\u25e6\uf0a7\uf0b7\uf0d8])\s*"
    r"|(?P<sign>[-*o\u00b7\u2013])\s+)(?=\S)"
)
_INNER = "o"
"""How Word prints the sign of a list within an item; a word elsewhere."""


@dataclass(frozen=True, slots=True)
class _Item:
    sign: str
    line: Element
    whole: Element


def list_typed_items(root: Element, reading: Reading) -> None:
    """Change the tree: two paragraphs or lines in a row that begin with a sign, and more, are a
    list; another sign within the row begins a list within the item before it.
    """
    for parent in flowing(root):
        parent.children = _with_lists(parent.children, reading)
    settle(root)


def flowing(root: Element) -> list[Element]:
    """The elements whose blocks are the running text: none in lists, cells or quotations."""
    found, waiting = [], [root]
    while waiting:
        element = waiting.pop()
        found.append(element)
        waiting += [child for child in element.elements() if child.tag not in _HELD]
    return found


def _with_lists(children: Sequence[Element | str], reading: Reading) -> list[Element | str]:
    found: list[Element | str] = []
    row: list[_Item] = []
    for child in children:
        if row and isinstance(child, str) and not child.strip():
            continue
        items = _items(child) if isinstance(child, Element) else []
        if items and (row or items[0].sign != _INNER):
            row += items
            continue
        found += [*_listed(row, reading), child]
        row = []
    return found + _listed(row, reading)


def _items(block: Element) -> list[_Item]:
    """The lines of a paragraph, where each begins with a sign."""
    if block.tag not in ("p", "div") or any(child.blocky for child in block.elements()):
        return []
    lines = [Element("p")]
    for child in block.children:
        if isinstance(child, Element) and child.tag == "br":
            lines.append(Element("p"))
        else:
            lines[-1].children.append(child)
    lines = [line for line in lines if line.text()]
    signs = [match and (match["sure"] or match["sign"]) for match in map(_match, lines)]
    if not all(signs):
        return []
    return [_Item(str(sign), line, block) for sign, line in zip(signs, lines, strict=True)]


def _match(line: Element) -> re.Match[str] | None:
    return _SIGN.match(line.text())


def _listed(row: list[_Item], reading: Reading) -> list[Element | str]:
    """The list of a row of items; a paragraph alone stays one."""
    if len(row) < 2:
        return [item.whole for item in row]
    reading.remarks.add(LISTED, row[0].line.text())
    levels = [(row[0].sign, Element("ul"))]
    above = Element("li")
    for item in row:
        known = [sign for sign, _ in levels]
        if item.sign in known:
            del levels[known.index(item.sign) + 1 :]
        else:
            inside = Element("ul")
            above.children.append(inside)
            levels.append((item.sign, inside))
        _take_sign(item.line)
        above = Element("li", {}, item.line.children)
        levels[-1][1].children.append(above)
    return [levels[0][1]]


def _take_sign(line: Element) -> None:
    """Take the sign out of a line, and the blanks behind it, which may be styled otherwise."""
    sign = 1
    for element, place in _strings(line):
        words = str(element.children[place]).lstrip()
        rest = words[sign:].lstrip()
        sign -= sign and bool(words)
        element.children[place] = rest
        if rest:
            return


def _strings(element: Element) -> Iterator[tuple[Element, int]]:
    """Where the words of an element stand, in their order; its depth is bounded."""
    for place, child in enumerate(element.children):
        if isinstance(child, str):
            yield element, place
        else:
            yield from _strings(child)
