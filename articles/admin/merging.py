"""Two texts that grew from one base, joined field by field: no change of either side is dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

Item = Mapping[str, Any]


class Whose(Enum):
    """Who changed a field since the base."""

    NOBODY = "nobody"
    """Or both alike."""
    MINE = "mine"
    THEIRS = "theirs"
    ROWS = "rows"
    """Both, in different rows of one list."""
    BOTH = "both"
    """Both, each otherwise: a person must choose."""


@dataclass(frozen=True, slots=True)
class Joined:
    """``value``: what stands after joining; mine, where both changed it."""

    value: Any
    whose: Whose


def joined(
    base: Mapping[str, Any] | None, mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Joined]:
    """Each field of ``theirs``. A field that one side changed has that side's value.

    ``base`` is ``None`` where nobody knows what both began with: then all that differs is of both.
    """
    return {
        name: _field(base[name] if base else _UNKNOWN, mine[name], theirs[name], name)
        for name in theirs
    }


_UNKNOWN = object()
_KEYED = frozenset({"references"})


def _field(base: Any, mine: Any, theirs: Any, name: str) -> Joined:
    found = _three_way(base, mine, theirs)
    if found.whose is not Whose.BOTH or name not in _KEYED or base is _UNKNOWN:
        return found
    rows = _rows(base, mine, theirs)
    return found if rows is None else Joined(rows, Whose.ROWS)


def _three_way(base: Any, mine: Any, theirs: Any) -> Joined:
    if mine == theirs:
        return Joined(mine, Whose.NOBODY)
    if mine == base:
        return Joined(theirs, Whose.THEIRS)
    return Joined(mine, Whose.MINE if theirs == base else Whose.BOTH)


def _rows(base: Sequence[Item], mine: Sequence[Item], theirs: Sequence[Item]) -> list[Item] | None:
    """The rows by key; ``None`` where both changed one row or both moved rows."""
    sides = [{item.get("id"): item for item in side} for side in (base, mine, theirs)]
    if [len(side) for side in sides] != [len(base), len(mine), len(theirs)]:
        return None  # a key that stands twice names no row
    before, ours, others = sides
    order = _order(list(before), list(ours), list(others))
    if order is None:
        return None
    rows = [_three_way(before.get(key), ours.get(key), others.get(key)) for key in order]
    if any(row.whose is Whose.BOTH for row in rows):
        return None
    return [row.value for row in rows if row.value is not None]


def _order(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any] | None:
    """Every key of both, in the order of who moved rows; new rows of the other come last."""
    shared = set(base) & set(mine) & set(theirs)
    sides = ([key for key in side if key in shared] for side in (base, mine, theirs))
    moved = _three_way(*sides).whose
    if moved is Whose.BOTH:
        return None
    first, then = (theirs, mine) if moved is Whose.THEIRS else (mine, theirs)
    return [*first, *(key for key in then if key not in set(first))]
