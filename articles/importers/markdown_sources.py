"""References of other systems' Markdown that stand below a heading, and numbers that mean them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.content.blocks import Block, parse
from articles.content.bylines import parts_of
from articles.content.visible import visible
from articles.importers.markup.below import PROSE_BELOW, below
from articles.importers.markup.entries import Sources, reference
from articles.importers.markup.marks import LEADS_NOWHERE, NUMBERS, keys_of
from articles.importers.markup.tree import Element, settle
from articles.importers.references import is_references
from articles.importers.remarks import Remarks

_ENTRIES = frozenset({"paragraph", "bullet", "number"})
_MARK = re.compile(
    rf"(`+)(?:(?!\1).)*?\1|\\?\[(?P<plain>{NUMBERS})\\?\](?!\(|:)"
    rf"|<sup>\s*\[?(?P<raised>{NUMBERS})\]?\s*</sup>"
)


@dataclass(slots=True)
class _Section:
    """``elements``: the blocks below a heading as of a page; ``lines``: theirs, by identity."""

    heading: Block
    elements: list[Element] = field(default_factory=list)
    lines: dict[int, range] = field(default_factory=dict)


def taken(
    text: str, known: Sequence[dict[str, Any]], remarks: Remarks
) -> tuple[str, list[dict[str, Any]]]:
    """The text, of as many lines, without its references and with citations; and CSL items of those
    that are not ``known``. A heading below which footnotes left nothing goes, too.
    """
    sources, numbered = Sources([*known]), list[str]()
    blocks, lines = parse(text), text.split("\n")
    gone: set[int] = set()
    for section in _sections(blocks):
        for element in section.elements:
            settle(element)
        found = below(Element("h2"), section.elements, len(numbered))
        keys = [sources.add(reference(entry)) for entry in found.entries]
        numbered += keys if found.numbers else []
        if keys or (known and not section.elements):
            gone.update(range(*section.heading.lines))
        elif found.others:
            remarks.add(PROSE_BELOW, section.heading.text)
        for element in found.taken:
            gone.update(section.lines[id(element)])
    gone_or_code = gone.union(*(range(*b.lines) for b in blocks if b.kind == "code"))
    for number, line in enumerate(lines):
        if number not in gone_or_code:
            lines[number] = _MARK.sub(lambda mark: _cited(mark, numbered, remarks), line)
    kept = ["" if number in gone else line for number, line in enumerate(lines)]
    return "\n".join(kept), sources.references[len(known) :]


def _cited(mark: re.Match[str], numbered: Sequence[str], remarks: Remarks) -> str:
    numbers = mark["plain"] or mark["raised"]
    if not numbers:
        return mark[0]
    if keys := keys_of(numbers, numbered):
        return f"[{'; '.join(f'@{key}' for key in keys)}]"
    if mark["plain"]:
        remarks.add(LEADS_NOWHERE, mark[0])
    return mark[0]


def _sections(blocks: Sequence[Block]) -> Iterator[_Section]:
    section: _Section | None = None
    for block in [*blocks, None]:
        if section and (block is None or _ends(block)):
            yield section
            section = None
        if block is None:
            continue
        if block.kind == "heading" and is_references(block.text):
            section = _Section(block)
        elif section:
            _add(section, block)


def _ends(block: Block) -> bool:
    """Whether a block is no entry: a heading, a table, or a byline below the references."""
    return block.kind not in _ENTRIES or bool(parts_of(block.text, near=False))


def _add(section: _Section, block: Block) -> None:
    """A paragraph; or an item of a list, or what belongs to one."""
    words = _words(block)
    if not block.containers:
        element = Element("p", {}, words)
        section.elements.append(element)
        section.lines[id(element)] = range(*block.lines)
        return
    outer = block.containers[0]
    named = {"id": str(outer.place)}
    listed = section.elements[-1] if section.elements else Element("")
    if listed.attributes != named:
        listed = Element("ol" if outer.kind == "number" else "ul", named)
        section.elements.append(listed)
        section.lines[id(listed)] = range(*block.lines)
    item = {"id": str(outer.item)}
    last = listed.children[-1] if listed.children else None
    if not isinstance(last, Element) or last.attributes != item:
        last = Element("li", item)
        listed.children.append(last)
    last.children += [" ", *words]
    section.lines[id(listed)] = range(section.lines[id(listed)].start, block.lines[1])


def _words(block: Block) -> list[Element | str]:
    """What the block shows, as of a page: the lines of a paragraph apart, links with addresses."""
    found: list[Element | str] = []
    here = found
    for child in (token for cell in block.cells for token in cell):
        if child.type == "softbreak" and not block.containers:
            here.append(Element("br"))
        elif child.type == "link_open":
            link = Element("a", {"href": str(child.attrGet("href"))})
            found.append(link)
            here = link.children
        elif child.type == "link_close":
            here = found
        else:
            here.append(visible([child]).replace("\n", " "))
    return found
