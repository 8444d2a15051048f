"""Lists as Markdown lists: nested, with their first number; terms with their definitions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from articles.importers.markup.reading import Reading
from articles.importers.markup.runs import Style
from articles.importers.markup.tree import Element

Blocks = Callable[[Sequence[Element | str], Style, Reading], list[str]]

_BEGINS_LIST = re.compile(r"[-*] |1[.)] ")
_LETTERED = frozenset({"a", "A", "i", "I"})
_LARGEST = 999_999_999


def of_items(
    element: Element, style: Style, reading: Reading, before: str, blocks_of: Blocks
) -> list[str]:
    """``before``: the Markdown block above, from which a list is told apart by its sign."""
    items = [found for nodes in _items(element) if (found := blocks_of(nodes, style, reading))]
    if not items:
        return []
    if element.tag != "ol":
        return [_joined(items, [_bullet(before)] * len(items))]
    if element.get("type") in _LETTERED:
        reading.remarks.add("Lists with letters or Roman numbers became numbered ones", items[0][0])
    if any(item.get("value") for item in element.elements()) or "reversed" in element.attributes:
        reading.remarks.add("Numbers of list items that are out of turn were lost", items[0][0])
    start = _start(element)
    last = before.rpartition("\n\n")[2]
    sign = ")" if re.match(r"\d+\. ", before) or re.match(r"\d+\. ", last) else "."
    return [_joined(items, [f"{number}{sign} " for number in range(start, start + len(items))])]


def definitions(
    element: Element, style: Style, reading: Reading, before: str, blocks_of: Blocks
) -> list[str]:
    """Each term in bold with what defines it, as an item of a list."""
    items: list[list[str]] = []
    open_term = False
    for child in _flattened(element):
        found = blocks_of([child], style, reading)
        if not found:
            continue
        term = isinstance(child, Element) and child.tag == "dt"
        if not items or (term and not open_term):
            items.append(found)
        elif len(found) == 1 and open_term and len(items[-1]) == 1 and _is_line(found[0]):
            items[-1] = [f"{items[-1][0]}\\\n{found[0]}"]
        else:
            items[-1] += found
        open_term = term
    return [_joined(items, [_bullet(before)] * len(items))] if items else []


def _flattened(element: Element) -> list[Element | str]:
    """Terms and definitions, which HTML lets stand in groups."""
    found: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element) and child.tag == "div":
            found += child.children
        elif isinstance(child, Element) or child.strip():
            found.append(child)
    return found


def _is_line(block: str) -> bool:
    return "\n" not in block and not re.match(r"[-*>|`#] ?|\d+[.)] ", block)


def _items(element: Element) -> list[list[Element | str]]:
    """What stands in each item; a list between the items belongs to the one before it."""
    found: list[list[Element | str]] = []
    for child in element.children:
        if isinstance(child, str) and not child.strip():
            continue
        if isinstance(child, Element) and child.tag == "li":
            found.append(list(child.children))
        elif found and isinstance(child, Element) and child.tag in ("ul", "ol", "menu"):
            found[-1].append(child)
        else:
            found.append([child])
    return found


def _start(element: Element) -> int:
    written = element.get("start").strip()
    return min(int(written), _LARGEST) if re.fullmatch(r"[0-9]{1,9}", written) else 1


def _bullet(before: str) -> str:
    return "* " if before.startswith("- ") else "- "


def _joined(items: list[list[str]], markers: list[str]) -> str:
    """Close together where every item is a line, or a line and a list."""
    written = [_item(item, marker) for item, marker in zip(items, markers, strict=True)]
    return ("\n\n" if any("\n\n" in item for item in written) else "\n").join(written)


def _item(blocks: list[str], marker: str) -> str:
    text = blocks[0]
    for before, block in pairwise(blocks):
        close = _BEGINS_LIST.match(block) and _is_line(before.partition("\n")[0])
        text += f"\n{block}" if close else f"\n\n{block}"
    indent = " " * len(marker)
    return marker + "\n".join(
        f"{indent}{line}" if line and number else line
        for number, line in enumerate(text.split("\n"))
    )
