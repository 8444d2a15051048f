"""The inline part of a page as runs: words with their style, breaks, pictures, marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.importers.markup.pictures import picture
from articles.importers.markup.reading import Reading
from articles.importers.markup.tree import BLOCK, Element

_SPACES = re.compile(r"[ \t\n\r\f]+")
_WEIGHT = re.compile(r"(?<!-)font-weight:\s*(\w+)", re.IGNORECASE)
_SLANT = re.compile(r"(?<!-)font-style:\s*(\w+)", re.IGNORECASE)
BOLD = frozenset({"b", "strong", "th", "dt", "summary"})
ITALIC = frozenset({"i", "em", "cite", "dfn", "var", "figcaption", "caption"})
CODE = frozenset({"code", "kbd", "samp", "tt"})
STRUCK = frozenset({"del", "s", "strike"})


@dataclass(frozen=True, slots=True)
class Style:
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    style: Style = Style()


@dataclass(frozen=True, slots=True)
class Raised:
    """Words above or below the line, not yet known to be a mark, a power or an index."""

    text: str
    above: bool
    style: Style


@dataclass(frozen=True, slots=True)
class Break:
    pass


@dataclass(frozen=True, slots=True)
class Picture:
    alternative: str
    source: str


@dataclass(frozen=True, slots=True)
class Cite:
    """``label``: what the page printed there, with which a range can be told."""

    keys: tuple[str, ...]
    label: str = ""


Run = Text | Raised | Break | Picture | Cite


def runs_of(nodes: Sequence[Element | str], style: Style, reading: Reading) -> list[Run]:
    """The runs of inline nodes; a block among them stands apart from its neighbours."""
    found: list[Run] = []
    for node in nodes:
        if isinstance(node, str):
            found.append(Text(_SPACES.sub(" ", node), style))
        else:
            found += _of_element(node, style, reading)
    return found


def styled(element: Element, style: Style) -> Style:
    """The style of what stands in an element."""
    css = element.get("style")
    weight, slant = _WEIGHT.search(css), _SLANT.search(css)
    bold = style.bold or element.tag in BOLD
    italic = style.italic or element.tag in ITALIC
    if weight:
        bold = weight[1].lower() in ("bold", "bolder", "600", "700", "800", "900")
    if slant:
        italic = slant[1].lower() in ("italic", "oblique")
    return replace(style, bold=bold, italic=italic, code=style.code or element.tag in CODE)


def _of_element(element: Element, style: Style, reading: Reading) -> list[Run]:
    match element.tag:
        case "br":
            return [Break()]
        case "img":
            found = picture(element, reading)
            if found.source:
                return [Picture(found.alternative, found.source)]
            return [Text(_SPACES.sub(" ", found.alternative), style)]
        case "a":
            return _link(element, style, reading)
        case "sup" | "sub" if not _has_marks(element, reading):
            return [Raised(element.text(), element.tag == "sup", style)]
    if element.tag in STRUCK:
        reading.remarks.add("Struck-out words are kept as words", element.text())
    inside = runs_of(element.children, styled(element, style), reading)
    return [Text(" "), *inside, Text(" ")] if element.tag in BLOCK else inside


def _link(element: Element, style: Style, reading: Reading) -> list[Run]:
    """A mark of a reference or footnote; else a link; else its words."""
    words = element.text()
    anchor = reading.anchor(element.get("href"))
    if anchor in reading.cites:
        return [Cite((reading.cites[anchor],), words.strip("[]() "))]
    if anchor in reading.footnotes:
        return [Text(f" [note {reading.footnotes[anchor]}]", style)]
    target = reading.address(element.get("href"), words) if words else ""
    return runs_of(element.children, replace(style, href=target or style.href), reading)


def _has_marks(element: Element, reading: Reading) -> bool:
    return any(
        (anchor := reading.anchor(e.get("href"))) in reading.cites or anchor in reading.footnotes
        for e in element.walk()
        if e.tag == "a" and e.get("href")
    )
