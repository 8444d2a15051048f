"""A text against another, as pieces of a page: what changed, what kind of change, who signed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Literal

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from articles.content import citations
from articles.content.citations import Reference
from articles.content.kinds import Touched
from articles.content.redline import Change, Note, Op, Part
from articles.content.redline.anchored import Anchor
from articles.content.redline.groups import Group, groups
from articles.content.redline.html import html

from .coverage import Coverage, Seen, signed_by
from .naming import note_words, touched_words
from .pieces import Piece, Shown, View
from .remembered import Compared, compared
from .text import with_pictures

Anchors = Mapping[int, Sequence[Anchor]]
"""By index of the block."""

UNSEEN = {"invisible_character", "unusual_space", "look_alike"}
"""Notes on what no reader would see, even in a text that stands alone."""


def shown(
    old: str | None,
    content: Any,
    *,
    view: View = "redline",
    coverage: Coverage | None = None,
    anchors: Anchors | None = None,
    references: Iterable[Reference] = (),
    first: int = 1,
) -> Shown:
    """The body of a record against another body; ``old`` is None where there is nothing to compare
    with: then nothing changed, and a note tells at most of characters that nobody can see.

    ``references``: those of the other body. ``first``: the number of the first change.
    """
    found = compared(old or "", content.body)
    numbers = (_numbers(content.body, content.references), _numbers(old or "", references))
    build = _Builder(found, view, numbers, coverage, anchors or {}, is_alone=old is None)
    return Shown(found.redline, list(build.pieces(first)))


def _numbers(body: str, references: Iterable[Reference]) -> dict[str, int]:
    printed = citations.numbered(body, references)
    return {str(reference["id"]): number for number, reference in enumerate(printed, start=1)}


class _Builder:
    def __init__(
        self,
        found: Compared,
        view: View,
        numbers: tuple[dict[str, int], dict[str, int]],
        coverage: Coverage | None,
        anchors: Anchors,
        *,
        is_alone: bool,
    ) -> None:
        self.found, self.coverage = found, coverage
        self.view, self.anchors = view, anchors
        self.numbers, self.before = numbers
        self.is_alone = is_alone
        self.count = 0
        self.place: dict[int, int] = {}

    def pieces(self, first: int) -> Iterator[Piece]:
        self.count = first - 1
        members = [(member, list(_inside(member))) for member in groups(self.found.redline.changes)]
        for _member, changes in members:
            if not self._is_still(changes):
                self.count += 1
                self.place |= {change.new.index: self.count for change in changes if change.new}
        self.count = first - 1
        for member, changes in members:
            yield self._piece(member, changes)

    def _piece(self, member: Group | Change, changes: list[Change]) -> Piece:
        still = self._is_still(changes)
        self.count += not still
        side, new = self.view == "side", [change.new for change in changes if change.new]
        touched = () if still else tuple(self._touched(changes))
        away = changes[0].moved_to if changes[0].op is Op.MOVED_AWAY else None
        # Every text is escaped and held to a list of tags by content.redline.html.
        return Piece(
            html=mark_safe(self._drawn(member, _right if side else None)),  # noqa: S308
            old=mark_safe(self._drawn(member, _left)) if side else "",  # noqa: S308
            number=0 if still else self.count,
            blocks=tuple(block.index for block in new),
            notes=tuple(dict.fromkeys(note_words(note) for note in self._notes(changes))),
            touched=tuple(touched_words(touched)),
            found=touched,
            moved_away=self.place.get(away, 0) if away is not None and len(changes) == 1 else 0,
            is_heading=len(changes) == 1 and changes[0].block.kind == "heading",
            **self._coverage(changes),
        )

    def _touched(self, changes: list[Change]) -> Iterator[Touched]:
        return chain.from_iterable(self.found.touched[id(change)] for change in changes)

    def _is_still(self, changes: list[Change]) -> bool:
        """Nothing to read here. The place that something moved away from points to where it is."""
        moves = (Op.SAME, Op.MOVED_AWAY)
        return self.is_alone or all(change.op in moves for change in changes)

    def _notes(self, changes: list[Change]) -> Iterator[Note]:
        for change in changes:
            yield from (note for note in change.notes if note.code in UNSEEN or not self.is_alone)

    def _coverage(self, changes: list[Change]) -> dict[str, Any]:
        known = self.found.wordings
        there = [
            (known[id(change.new)], known[id(change.old)] if change.old else "")
            for change in changes
            if change.new
        ]
        if self.coverage is None or not there:
            return {}
        seen = [self.coverage.seen(new, old) for new, old in there]
        worst = max(seen, key=list(Seen).index)
        if worst is not Seen.COVERED:
            return {"seen": worst}
        signed = [self.coverage.witnesses(new) for new, old in there]
        every = list(dict.fromkeys(chain.from_iterable(signed)))
        whole = signed_by([each for each in every if all(each in part for part in signed)])
        return {"seen": worst, "signed": whole or _("in parts, by %s") % signed_by(every)}

    def _drawn(self, member: Group | Change, side: Callable[[Change], Change] | None) -> str:
        return with_pictures(self._html(member, side))

    def _html(self, member: Group | Change, side: Callable[[Change], Change] | None) -> str:
        if isinstance(member, Change):
            change = side(member) if side else member
            if (side is _left and not change.old) or (side is _right and not change.new):
                return ""
            anchors = self.anchors.get(change.new.index, ()) if change.new else ()
            view: Literal["redline", "clean"] = "clean" if self.view == "clean" else "redline"
            return html(
                change,
                view=view,
                numbers=self.before if side is _left else self.numbers,
                before=self.before,
                anchors=() if side is _left else anchors,
            )
        inner = "".join(self._html(each, side) for each in member.members)
        if not inner:
            return ""
        start = f' start="{int(member.start)}"' if member.tag == "ol" and member.start != 1 else ""
        return f"<{member.tag}{start}>{inner}</{member.tag}>"


def _inside(member: Group | Change) -> Iterator[Change]:
    if isinstance(member, Change):
        yield member
        return
    for each in member.members:
        yield from _inside(each)


def _left(change: Change) -> Change:
    """The old side alone."""
    return replace(change, runs=tuple(r for r in change.runs if r.op is not Part.INSERTED))


def _right(change: Change) -> Change:
    return replace(change, runs=tuple(r for r in change.runs if r.op is not Part.DELETED))
