"""The blocks of a page as Markdown blocks, in document order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.content import escaping
from articles.importers.markup import lists, tables
from articles.importers.markup.inline import markdown
from articles.importers.markup.marks import settled
from articles.importers.markup.reading import Reading
from articles.importers.markup.runs import BOLD, ITALIC, Style, runs_of, styled
from articles.importers.markup.tree import Element

DEEPEST = 9
"""Lists and quotes in each other; what lies deeper becomes paragraphs there."""

_HEADING = re.compile(r"h[1-6]")
_TICKS = re.compile(r"`{3,}")
_LISTS = frozenset({"ul", "ol", "menu", "dl"})
_OWN_TYPE = (BOLD | ITALIC) & {"dt", "summary", "figcaption", "caption"}


def blocks_of(nodes: Sequence[Element | str], style: Style, reading: Reading) -> list[str]:
    """Markdown blocks of the nodes, to be joined by blank lines; inline nodes that stand between
    blocks are a paragraph.
    """
    found: list[str] = []
    inline: list[Element | str] = []
    for node in nodes:
        if isinstance(node, Element) and node.blocky:
            found += _paragraph(inline, style, reading)
            inline = []
            found += _of_block(node, style, reading, found[-1] if found else "")
        else:
            inline.append(node)
    return found + _paragraph(inline, style, reading)


def _of_block(element: Element, style: Style, reading: Reading, before: str) -> list[str]:
    if _HEADING.fullmatch(element.tag):
        return _heading(element, reading)
    if element.tag in _LISTS:
        return _deeper(element, style, reading, before)
    match element.tag:
        case "blockquote":
            return _deeper(element, style, reading, before)
        case "table":
            return tables.table(element, style, reading, blocks_of)
        case "pre":
            return _code(element)
        case "hr":
            return ["---"]
    inside = styled(element, style) if element.tag in _OWN_TYPE else style
    if not element.elements() or not any(child.blocky for child in element.elements()):
        return _paragraph(element.children, inside, reading)
    if element.tag == "a":
        words = element.text()
        target = reading.address(element.get("href"), words)
        inside = Style(style.bold, style.italic, style.code, target or style.href)
    return blocks_of(element.children, styled(element, inside), reading)


def _deeper(element: Element, style: Style, reading: Reading, before: str) -> list[str]:
    if reading.depth >= DEEPEST:
        reading.remarks.add(f"Lists and quotes deeper than {DEEPEST} became paragraphs")
        inside = [piece for child in element.children for piece in _flat(child)]
        return blocks_of(inside, style, reading)
    reading.depth += 1
    try:
        if element.tag == "blockquote":
            return _quote(blocks_of(element.children, style, reading))
        if element.tag == "dl":
            return lists.definitions(element, style, reading, before, blocks_of)
        return lists.of_items(element, style, reading, before, blocks_of)
    finally:
        reading.depth -= 1


def _flat(child: Element | str) -> list[Element | str]:
    """An item whose list is none any more, as a paragraph."""
    if isinstance(child, Element) and child.tag in ("li", "dt", "dd"):
        return [Element("div", {}, child.children, blocky=True)]
    return [child]


def _paragraph(nodes: Sequence[Element | str], style: Style, reading: Reading) -> list[str]:
    line = markdown(settled(runs_of(nodes, style, reading), reading), reading)
    return [line] if line else []


def _heading(element: Element, reading: Reading) -> list[str]:
    level = max(2, min(6, int(element.tag[1]) + reading.shift))
    runs = settled(runs_of(element.children, Style(), reading), reading)
    line = markdown(runs, reading, one_line=True)
    if not line:
        return []
    return [f"{'#' * level} {escaping.closing_hashes(line)}"]


def _quote(blocks: list[str]) -> list[str]:
    lines = "\n\n".join(blocks).split("\n")
    return ["\n".join(f"> {line}".rstrip() for line in lines)] if blocks else []


def _code(element: Element) -> list[str]:
    text = _written(element).strip("\n")
    if not text.strip():
        return []
    ticks = "`" * (max(map(len, _TICKS.findall(text)), default=2) + 1)
    return [f"{ticks}\n{text}\n{ticks}"]


def _written(element: Element) -> str:
    parts = [
        child if isinstance(child, str) else "\n" if child.tag == "br" else _written(child)
        for child in element.children
    ]
    return "".join(parts).replace("\r\n", "\n").replace("\r", "\n")
