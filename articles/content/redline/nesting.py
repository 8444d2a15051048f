"""The HTML elements that a block stands in, from the outermost."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

from articles.content.blocks import Block

_TAGS = {"quote": "blockquote", "bullet": "ul", "number": "ol"}


class Step(NamedTuple):
    """``place``: which element of its tag in its body. ``start``: first number of an ``ol``."""

    tag: str
    place: object
    start: int = 1


def steps(block: Block) -> list[Step]:
    """The quotes, lists, items and table around a block."""
    found: list[Step] = []
    for box in block.containers:
        found.append(Step(_TAGS[box.kind], box.place, box.start if box.kind == "number" else 1))
        if box.kind != "quote":
            found.append(Step("li", box.item))
    if block.table:
        found.append(Step("table", block.table))
        found.append(Step("thead" if block.head else "tbody", block.table))
    return found


def together(one: Block, other: Block) -> int:
    """How many elements stand around both of two blocks of one body."""
    pairs = zip(steps(one), steps(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
