"""Changes in the lists, items, quotes and tables that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from articles.content.blocks import Block
from articles.content.redline.changes import Change, Op

_TAGS = {"quote": "blockquote", "bullet": "ul", "number": "ol"}


@dataclass(frozen=True, slots=True)
class Group:
    """An HTML element around changes: ul, ol, li, blockquote, table, thead or tbody.

    ``start``: the first number of an ``ol``.
    """

    tag: str
    members: tuple[Group | Change, ...]
    start: int = 1


_Step = tuple[str, object, int]


def groups(changes: Iterable[Change]) -> list[Group | Change]:
    """The changes of a redline, or some neighbours of it, as a page nests them.

    What is gone stands in the list or table that its neighbours of old stand in now.
    """
    changes = list(changes)
    now = _now(changes)
    return list(_nested([(_path(change, now), change) for change in changes]))


def _nested(
    rows: Sequence[tuple[list[_Step], Change]],
) -> Iterator[Group | Change]:
    for step, members in groupby(rows, key=lambda row: row[0][0] if row[0] else None):
        if step is None:
            yield from (change for _, change in members)
        else:
            inner = [(path[1:], change) for path, change in members]
            yield Group(step[0], tuple(_nested(inner)), step[2])


def _now(changes: Iterable[Change]) -> dict[_Step, _Step]:
    """Old lists, items, quotes and tables as they are now, from what stayed in them."""
    now: dict[_Step, _Step] = {}
    for change in changes:
        if change.old and change.new and change.op is not Op.MOVED:
            for was, step in zip(_steps(change.old), _steps(change.new), strict=False):
                now.setdefault(was, step)
    return now


def _path(change: Change, now: dict[_Step, _Step]) -> list[_Step]:
    if change.new:
        return _steps(change.new)
    return [now.get(step, (step[0], ("gone", step[1]), step[2])) for step in _steps(change.block)]


def _steps(block: Block) -> list[_Step]:
    steps: list[_Step] = []
    for box in block.containers:
        steps.append((_TAGS[box.kind], box.place, box.start if box.kind == "number" else 1))
        if box.kind != "quote":
            steps.append(("li", box.item, 1))
    if block.table:
        steps.append(("table", block.table, 1))
        steps.append(("thead" if block.head else "tbody", block.table, 1))
    return steps
