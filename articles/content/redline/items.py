"""Two lists of JSON values, item by item, and two CSL-JSON lists, reference by reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.canonical import canonical_bytes
from articles.content.redline.changes import Note, Op, Run
from articles.content.redline.inline import code_words
from articles.content.redline.marks import notes_on_runs
from articles.content.redline.matching import Match, matches
from articles.content.redline.runs import runs_of


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A named value inside an item: ``inserted``, ``deleted`` or ``changed``; both texts' words
    as runs where both are text.
    """

    name: str
    op: Op
    old: Any
    new: Any
    runs: tuple[Run, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item: same, changed, inserted, deleted, or moved (perhaps changed too).

    ``values``: of an object, what changed in it. ``runs``: of a text, its words.
    """

    op: Op
    old: Any
    new: Any
    runs: tuple[Run, ...] = ()
    values: tuple[ValueChange, ...] = ()
    notes: tuple[Note, ...] = ()


def differ(old: Any, new: Any) -> bool:
    """Whether two JSON values are signed with different bytes."""
    return canonical_bytes(old) != canonical_bytes(new)


def text_runs(old: str, new: str) -> tuple[Run, ...]:
    """The runs of two plain texts, white space as it stands."""
    return runs_of(code_words(old), code_words(new))


def items(old: Sequence[Any], new: Sequence[Any]) -> tuple[ItemChange, ...]:
    """What became of every item, in the new order, with deletions where they stood."""
    keys = [canonical_bytes(item) for item in old], [canonical_bytes(item) for item in new]
    return tuple(_items(old, new, matches(*keys), _moves(*keys)))


def references(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> tuple[ItemChange, ...]:
    """``items`` by reference id: a reference with another field is changed, not replaced."""
    ids = [str(item["id"]) for item in old], [str(item["id"]) for item in new]
    return tuple(_items(old, new, matches(*ids), _moves(*ids), by_id=True))


def _moves(old: Sequence[object], new: Sequence[object]) -> dict[int, int]:
    """New place by old place of what both lists have, whatever its order."""
    places: dict[object, list[int]] = defaultdict(list)
    for place in reversed(range(len(new))):
        places[new[place]].append(place)
    return {place: places[key].pop() for place, key in enumerate(old) if places[key]}


def _items(
    old: Sequence[Any],
    new: Sequence[Any],
    kept: Iterable[Match],
    everywhere: Mapping[int, int],
    *,
    by_id: bool = False,
) -> Iterator[ItemChange]:
    stay = {run.old + step: run.new + step for run in kept for step in range(run.size)}
    taken = set(stay.values())
    moved = {i: j for i, j in everywhere.items() if i not in stay and j not in taken}
    came = {j: i for i, j in moved.items()}
    i = j = 0
    for was, now in (*sorted(stay.items()), (len(old), len(new))):
        gone = [place for place in range(i, was) if place not in moved]
        fresh = [place for place in range(j, now) if place not in came]
        pairs = {} if by_id else dict(zip(fresh, gone, strict=False))
        yield from (_item(Op.DELETED, old[place], None) for place in gone[len(pairs) :])
        for place in range(j, now):
            if place in came:
                yield _item(Op.MOVED, old[came[place]], new[place])
            elif place in pairs:
                yield _item(Op.CHANGED, old[pairs[place]], new[place])
            else:
                yield _item(Op.INSERTED, None, new[place])
        if was < len(old):
            op = Op.CHANGED if differ(old[was], new[now]) else Op.SAME
            yield _item(op, old[was], new[now])
        i, j = was + 1, now + 1


def _item(op: Op, old: Any, new: Any) -> ItemChange:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return ItemChange(op, old, new, values=tuple(_values(old, new)))
    was, now = ("" if value is None else value for value in (old, new))
    if isinstance(was, str) and isinstance(now, str):
        runs = text_runs(was, now)
        return ItemChange(op, old, new, runs, notes=notes_on_runs(runs))
    return ItemChange(op, old, new)


def _values(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ValueChange]:
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if name not in old:
            yield ValueChange(name, Op.INSERTED, None, now)
        elif name not in new:
            yield ValueChange(name, Op.DELETED, was, None)
        elif differ(was, now):
            texts = isinstance(was, str) and isinstance(now, str)
            runs = text_runs(str(was), str(now)) if texts else ()
            yield ValueChange(name, Op.CHANGED, was, now, runs, notes_on_runs(runs))
