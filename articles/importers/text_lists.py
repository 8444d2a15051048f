"""Lists in plain text: lines of one block that begin with a sign, or with numbers in turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from string import ascii_lowercase

from articles.content import escaping

DEEPEST = 9
"""Lists in each other; what is indented further counts as lying in the last of them."""

_SIGN = re.compile(
    r"(?P<indent>\s*)(?:(?P<bullet>[-*+\u2022\u2013\u2023\u25aa\u25cb\u25cf\u25e6\u00b7])"
    r"|\(?(?P<number>[0-9]{1,3})[.)]|\(?(?P<letter>[a-z]|[ivx]{2,4})\))\s+(?=\S)"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_IN_TURN = {*pairwise(ascii_lowercase), *pairwise(_ROMAN)}
_FIRST = ("1", "a", "i")
_DEEPER = 2
"""Blanks by which a sign stands further in than the one above, to begin a list within its item."""
_TAB = 4


@dataclass(slots=True)
class _Item:
    sign: str
    words: list[str]
    inside: list[_Item] = field(default_factory=list)

    def each(self) -> Iterator[_Item]:
        """Itself and the items within it."""
        yield self
        for item in self.inside:
            yield from item.each()


@dataclass(slots=True)
class Listed:
    """A block that is a list. ``lead``: the words that lead to it (“…:”), or empty."""

    lead: str
    items: list[_Item]

    def blocks(self, before: str) -> list[str]:
        """As Markdown. ``before``: the block above, whose signs a list must not share."""
        lead = [escaping.paragraph(self.lead)] if self.lead else []
        bullet = "*" if not lead and before.startswith("- ") else "-"
        stop = ")" if not lead and re.match(r"[0-9]+\. ", before) else "."
        return [*lead, "\n".join(_written(self.items, bullet, stop))]

    def lettered(self) -> bool:
        """Whether letters or Roman numbers stand before items; they become numbers."""
        return any(each.sign.isalpha() for item in self.items for each in item.each())


def listed_in(block: str) -> Listed | None:
    """The list that a block is, with the line that leads to it or not; None when it is none.

    A list has two items at least. The items of one list have one sign, or are numbered in turn. A
    line without a sign goes on with the item above it; one further in begins a list within it.
    """
    lines = block.split("\n")
    first = next((n for n, line in enumerate(lines) if _opens(line)), None)
    if first is None or (first and not lines[first - 1].rstrip().endswith(":")):
        return None
    items = _items(lines[first:])
    if sum(1 for item in items for _ in item.each()) < 2:
        return None
    return Listed(" ".join(lines[:first]), items)


def signed(block: str) -> int:
    """How many of its lines begin with a sign or a number."""
    return sum(
        bool(sign and not sign[0].isalpha()) for _, sign, _ in map(_parted, block.split("\n"))
    )


def _parted(line: str) -> tuple[int, str, str]:
    """How far in a line stands, the sign or number it begins with, if any, and its words."""
    match = _SIGN.match(line)
    if not match:
        return 0, "", line
    sign = match["bullet"] or match["number"] or match["letter"]
    return len(match["indent"].expandtabs(_TAB)), sign, line[match.end() :]


def _opens(line: str) -> bool:
    _, sign, _ = _parted(line)
    return bool(sign) and (not sign.isalpha() or sign in _FIRST)


def _items(lines: list[str]) -> list[_Item]:
    """The items of the outermost list; none when a sign or number is out of turn."""
    top: list[_Item] = []
    levels = [(_parted(lines[0])[0], top)]
    for line in lines:
        indent, sign, words = _parted(line)
        indent = min(indent, levels[-1][0]) if len(levels) == DEEPEST else indent
        item = _Item(sign, [words])
        if not top:
            top.append(item)
        elif sign and _begins_inside(levels, indent, sign):
            levels.append((indent, levels[-1][1][-1].inside))
            levels[-1][1].append(item)
        elif sign and (level := _level(levels, indent, sign)):
            del levels[level:]
            levels[-1][1].append(item)
        elif sign and not sign.isalpha() and indent < levels[-1][0] + _DEEPER:
            return []
        else:
            levels[-1][1][-1].words.append(line)
    return top


def _begins_inside(levels: list[tuple[int, list[_Item]]], indent: int, sign: str) -> bool:
    """Whether a sign begins a list within the last item: further in, or a first letter."""
    if len(levels) == DEEPEST or (sign.isdecimal() and sign != "1"):
        return False
    before = levels[-1][1][-1].sign
    if sign.isalpha() and (sign not in _FIRST or _follows(before, sign)):
        return False
    return indent >= levels[-1][0] + _DEEPER or (sign.isalpha() and not before.isalpha())


def _level(levels: list[tuple[int, list[_Item]]], indent: int, sign: str) -> int:
    """Which list, counted from 1, goes on with a sign: the nearest by its indentation; 0 for none.

    Numbers tell where they belong, also in text that has lost its indentation.
    """
    away = [
        (abs(left - indent), -n)
        for n, (left, items) in enumerate(levels, start=1)
        if _follows(items[-1].sign, sign) and (sign.isalnum() or abs(left - indent) < _DEEPER)
    ]
    return -min(away)[1] if away else 0


def _follows(sign: str, after: str) -> bool:
    if sign.isdecimal() and after.isdecimal():
        return int(after) == int(sign) + 1
    return (sign, after) in _IN_TURN or (sign == after and not sign.isalnum())


def _written(items: list[_Item], bullet: str = "-", stop: str = ".") -> Iterator[str]:
    first = items[0].sign
    start = int(first) if first.isdecimal() else 1
    for number, item in enumerate(items, start=start):
        mark = f"{number}{stop} " if first.isalnum() else f"{bullet} "
        yield f"{mark}{escaping.paragraph(' '.join(item.words))}"
        if item.inside:
            yield from (f"{' ' * len(mark)}{line}" for line in _written(item.inside))
