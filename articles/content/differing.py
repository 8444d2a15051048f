"""What kinds of change lie between two versions of an article, all its signed fields together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from articles.content import kinds
from articles.content.kinds import Kind, Touched
from articles.content.redline import Change, Op, redline
from articles.content.redline.fields import FieldChange, redline_fields
from articles.content.tokens import Token

_NOTED = {
    **dict.fromkeys(("citation", "link_target", "image_text", "image_source"), Kind.REFERENCE),
    **dict.fromkeys(("kind", "list_kind", "list_start", "indent", "container"), Kind.STRUCTURE),
    **dict.fromkeys(("grouping", "moved", "split", "joined", "line_break"), Kind.STRUCTURE),
    **dict.fromkeys(("header_row", "column", "alignment"), Kind.STRUCTURE),
    **dict.fromkeys(("white_space", "code_language"), Kind.WORDING),
    "heading_level": Kind.HEADING,
}
"""The kind of what a note of the redline tells; the others are about words that changed."""


@dataclass(frozen=True, slots=True)
class Differing:
    """``fields`` that differ, and every kind of change in them, the most dangerous first."""

    fields: tuple[str, ...]
    kinds: tuple[Kind, ...]


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Differing:
    """Two versions, each its signed fields by name."""
    found: list[Touched] = []
    fields = []
    for field in redline_fields(old, new):
        fields.append(field.field)
        found += _in_field(field)
    if old["body"] != new["body"]:
        fields.append("body")
        for change in redline(old["body"], new["body"]).changes:
            found += touched(change)
            if change.op in {Op.INSERTED, Op.DELETED}:
                # Its words may be mere words; a whole block more or less is not.
                found.append(Touched(Kind.STRUCTURE, (), ()))
    return Differing(tuple(fields), kinds.kinds(found))


def touched(change: Change) -> Iterator[Touched]:
    """What one change of a redline touched, the most dangerous first; wording only where the notes
    tell nothing else either.
    """
    if change.unchanged:
        return
    runs = [
        (str(run.op), [Token(w.text, w.space) for w in run.words if w.nature == "text"])
        for run in change.runs
    ]
    found = [
        *kinds.touched_by_runs(runs, heading=change.block.kind == "heading"),
        *(
            Touched(_NOTED[note.code], _evidence(note.old), _evidence(note.new))
            for note in change.notes
            if note.code in _NOTED
        ),
    ]
    named = kinds.kinds(found)
    yield from sorted((one for one in found if one.kind in named), key=lambda one: one.kind.rank)


def _in_field(change: FieldChange) -> tuple[Touched, ...]:
    """Of running text what its words touched; of references that they are others."""
    if change.field == "references":
        return (Touched(Kind.REFERENCE, (), ()),)
    if not isinstance(change.new, str) or not change.runs:
        return ()
    return kinds.touched(change.old, change.new, heading=change.field == "title")


def _evidence(said: str) -> tuple[str, ...]:
    return (said.replace("\n", "↵"),) if said.strip(" ") else ()
