"""Word's paragraphs that are items of a list, as lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.importers.markup.tree import Element

_PLACE = re.compile(r"mso-list:\s*l(\d+)\s+level([1-9])", re.IGNORECASE)
_SIGN = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(?:(\d{1,9})|[A-Za-z]{1,6})(?:\.\w{1,9})*[.)]", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that the next item may belong to. ``name``: Word's number of the list."""

    level: int
    name: str
    element: Element


def with_lists(root: Element) -> None:
    """Change the tree: neighbouring items become a list, their printed signs go."""
    for parent in root.walk():
        found: list[Element | str] = []
        opened: list[_Open] = []
        for child in parent.children:
            place = isinstance(child, Element) and child.tag == "p" and _place(child)
            if isinstance(child, Element) and place:
                _put(child, place, opened, found)
                continue
            if isinstance(child, Element) or child.strip():
                opened.clear()
            found.append(child)
        parent.children = found
        _take_signs(parent)


def _place(paragraph: Element) -> re.Match[str] | None:
    return _PLACE.search(paragraph.get("style"))


def _put(
    item: Element, place: re.Match[str], opened: list[_Open], found: list[Element | str]
) -> None:
    """``opened``: the lists around, the innermost last; ``found``: where a new one goes."""
    name, level = place[1], int(place[2])
    made = _list_for(_take_signs(item))
    while opened and opened[-1].level > level:
        opened.pop()
    if opened and opened[-1].level == level and not _is_same(opened[-1], name, made):
        opened.pop()
    if not opened or opened[-1].level < level:
        holder = opened[-1].element.elements()[-1].children if opened else found
        holder.append(made)
        opened.append(_Open(level, name, made))
    opened[-1].element.children.append(Element("li", {}, item.children))


def _is_same(last: _Open, name: str, made: Element) -> bool:
    return last.name == name and last.element.tag == made.tag


def _list_for(sign: str) -> Element:
    """An empty list of the kind that a printed sign begins."""
    number = _NUMBER.fullmatch(sign.strip())
    if number is None:
        return Element("ul")
    return Element("ol", {"start": number[1]} if number[1] else {"type": "a"})


def _take_signs(element: Element) -> str:
    """Take the printed signs out of an element; returns the words of the first."""
    signs: list[Element] = []
    for inside in element.walk():
        if taken := [child for child in inside.elements() if _is_sign(child)]:
            signs += taken
            inside.children = [child for child in inside.children if not _is_sign(child)]
    return signs[0].text() if signs else ""


def _is_sign(child: Element | str) -> bool:
    return isinstance(child, Element) and bool(_SIGN.search(child.get("style")))
