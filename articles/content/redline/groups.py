"""Changes in the lists, items, quotes and tables that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from articles.content.redline.changes import Change, Op
from articles.content.redline.nesting import Step, steps


@dataclass(frozen=True, slots=True)
class Group:
    """An HTML element around changes: ul, ol, li, blockquote, table, thead or tbody.

    ``start``: the first number of an ``ol``.
    """

    tag: str
    members: tuple[Group | Change, ...]
    start: int = 1


def groups(changes: Iterable[Change]) -> list[Group | Change]:
    """The changes of a redline, or some neighbours of it, as a page nests them.

    What is gone stands in the list or table that its neighbours of old stand in now.
    """
    changes = list(changes)
    now = _now(changes)
    return list(_nested([(_path(change, now), change) for change in changes]))


def _nested(
    rows: Sequence[tuple[list[Step], Change]],
) -> Iterator[Group | Change]:
    for step, members in groupby(rows, key=lambda row: row[0][0] if row[0] else None):
        if step is None:
            yield from (change for _, change in members)
        else:
            inner = [(path[1:], change) for path, change in members]
            yield Group(step.tag, tuple(_nested(inner)), step.start)


def _now(changes: Iterable[Change]) -> dict[Step, Step]:
    """Old lists, items, quotes and tables as they are now, from what stayed in them."""
    now: dict[Step, Step] = {}
    for change in changes:
        if change.old and change.new and change.op is not Op.MOVED:
            for was, step in zip(steps(change.old), steps(change.new), strict=False):
                now.setdefault(was, step)
    return now


def _path(change: Change, now: dict[Step, Step]) -> list[Step]:
    if change.new:
        return steps(change.new)
    return [
        now.get(step, step._replace(place=("gone", step.place))) for step in steps(change.block)
    ]
