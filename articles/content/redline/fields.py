"""The redline of the other fields that are signed with the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from articles.canonical import CONTENT_FIELDS
from articles.content.redline.changes import Note, Run
from articles.content.redline.items import ItemChange, differ, items, references, text_runs
from articles.content.redline.marks import notes_on_runs

TEXTS = ("title", "summary", "funding")
"""Fields of running text; the other strings are codes, which change as a whole."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: its two values; of running text the runs, of a list its items."""

    field: str
    old: Any
    new: Any
    runs: tuple[Run, ...] = ()
    items: tuple[ItemChange, ...] = ()
    notes: tuple[Note, ...] = ()


def redline_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The signed fields that differ, the body left out, in the order people read them.

    Empty exactly where all of them are signed with the same bytes.
    """
    return tuple(
        _change(name, old[name], new[name])
        for name in CONTENT_FIELDS
        if name != "body" and differ(old[name], new[name])
    )


def _change(name: str, old: Any, new: Any) -> FieldChange:
    if name in TEXTS:
        runs = text_runs(old, new)
        return FieldChange(name, old, new, runs, notes=notes_on_runs(runs))
    if name == "references":
        return FieldChange(name, old, new, items=references(old, new))
    if isinstance(old, list) and isinstance(new, list):
        return FieldChange(name, old, new, items=items(old, new))
    return FieldChange(name, old, new)
