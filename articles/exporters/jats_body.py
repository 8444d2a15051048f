"""The body as JATS: headings become nested sections, everything else keeps its order and words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from articles.content.citations import anchor
from articles.content.parser import ASSET, keys_of, tokens
from articles.content.visible import alternative

XLINK = "http://www.w3.org/1999/xlink"
_HREF = f"{{{XLINK}}}href"
_MARKS = {"em": "italic", "strong": "bold"}
_LISTS = {"bullet_list": "bullet", "ordered_list": "order"}
_ALIGNED = re.compile(r"align-(left|center|right)")
# XML 1.0 has no place for these two, which Unicode calls noncharacters.
_NOT_XML = re.compile("[\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Text as XML 1.0 can carry it; all but two noncharacters stays as it is."""
    return _NOT_XML.sub("\ufffd", text)


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A child with text; ``content_type`` becomes the attribute ``content-type``."""
    named = {name.replace("_", "-"): xml_text(value) for name, value in attributes.items() if value}
    child = SubElement(parent, tag, named)
    child.text = xml_text(text) or None
    return child


def body(markdown: str, numbers: Mapping[str, int], pictures: Mapping[str, str]) -> Element:
    """``<body>`` of a Markdown text. ``numbers``: of references by key; ``pictures``: file names
    by digest.
    """
    root = Element("body")
    open_sections: list[tuple[int, Element]] = [(0, root)]
    writer = _Writer(numbers, pictures)
    for node in SyntaxTreeNode(tokens(markdown)).children:
        if node.type == "heading":
            level = int(node.tag[1])
            while open_sections[-1][0] >= level:
                open_sections.pop()
            section = add(open_sections[-1][1], "sec", id=str(node.attrs.get("id", "")))
            writer.inline(add(section, "title"), node)
            open_sections.append((level, section))
        else:
            writer.block(open_sections[-1][1], node)
    return root


class _Writer:
    def __init__(self, numbers: Mapping[str, int], pictures: Mapping[str, str]) -> None:
        self.numbers, self.pictures = numbers, pictures

    def block(self, parent: Element, node: SyntaxTreeNode) -> None:
        match node.type:
            case "paragraph":
                self.inline(add(parent, "p"), node)
            case "heading":  # inside a quote or list, where JATS has no sections
                self.inline(add(add(parent, "p"), "bold"), node)
            case "bullet_list" | "ordered_list":
                self._list(_within(parent), node)
            case "blockquote":
                quote = add(_within(parent), "disp-quote")
                for child in node.children:
                    self.block(quote, child)
            case "fence" | "code_block":
                add(_within(parent), "preformat", node.content)
            case "table":
                self._table(_within(parent), node)

    def _list(self, parent: Element, node: SyntaxTreeNode) -> None:
        made = add(parent, "list", list_type=_LISTS[node.type])
        start = int(node.attrs.get("start", 1))
        for number, item in enumerate(node.children, start):
            child = add(made, "list-item")
            if start != 1:
                add(child, "label", f"{number}.")
            for each in item.children:
                self.block(child, each)
            if not item.children:
                add(child, "p")

    def _table(self, parent: Element, node: SyntaxTreeNode) -> None:
        table = add(add(parent, "table-wrap"), "table")
        is_head_alone = len(node.children) == 1
        for part in node.children:
            # A head needs rows below it (JATS, table); alone, its row is the table.
            rows = add(table, "tbody" if is_head_alone else part.type)
            for row in part.children:
                made = add(rows, "tr")
                for cell in row.children:
                    aligned = _ALIGNED.search(str(cell.attrs.get("class", "")))
                    scope = "col" if cell.type == "th" else ""
                    place = add(made, cell.type, align=aligned[1] if aligned else "", scope=scope)
                    self.inline(place, cell)

    def inline(self, parent: Element, node: SyntaxTreeNode) -> None:
        for child in node.children:
            for token in child.children if child.type == "inline" else [child]:
                self._inline(parent, token)

    def _inline(self, parent: Element, node: SyntaxTreeNode) -> None:
        match node.type:
            case "text" | "softbreak":
                _append(parent, node.content or "\n" * (node.type == "softbreak"))
            case "hardbreak":
                _append(parent, "\n")
            case "code_inline":
                add(parent, "monospace", node.content)
            case "em" | "strong":
                self.inline(add(parent, _MARKS[node.type]), node)
            case "link":
                link = add(parent, "ext-link", ext_link_type="uri")
                link.set(_HREF, xml_text(str(node.attrs["href"])))
                self.inline(link, node)
            case "citation":
                self._citation(parent, node.token)
            case "image":
                self._picture(parent, node.token)

    def _citation(self, parent: Element, token: Token | None) -> None:
        assert token is not None
        known = [self.numbers[key] for key in keys_of(token) if key in self.numbers]
        mark = add(parent, "sup") if known else parent
        for position, number in enumerate(known):
            if position:
                _append(mark, ",")
            add(mark, "xref", str(number), ref_type="bibr", rid=anchor(number))

    def _picture(self, parent: Element, token: Token | None) -> None:
        assert token is not None
        source, words = str(token.attrGet("src")), alternative(token)
        if not ASSET.fullmatch(source) or source not in self.pictures:
            _append(parent, words)
            return
        graphic = add(parent, "inline-graphic")
        graphic.set(_HREF, self.pictures[source])
        add(graphic, "alt-text", words)


def _within(parent: Element) -> Element:
    """Lists, quotes and tables stand in a paragraph where JATS allows only those."""
    return add(parent, "p") if parent.tag in {"list-item", "disp-quote"} else parent


def _append(parent: Element, text: str) -> None:
    """Text behind what is there already."""
    text = xml_text(text)
    children: Sequence[Element] = list(parent)
    if children:
        children[-1].tail = (children[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
