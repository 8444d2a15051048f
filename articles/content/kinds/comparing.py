"""Which mentions an edit touched, place by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from articles.content.redline.matching import gaps
from articles.content.tokens import Token

from .atoms import atoms
from .kind import Kind, Touched
from .mentions import MARK, Mention
from .opposites import turned
from .quantities import Amount
from .sides import Runs, sides


def dangers(runs: Runs) -> Iterator[Touched]:
    """What was touched in each place, wording left out."""
    old, new = sides(runs)
    went, came = old.mentioned(), new.mentioned()
    removed, added = old.changed(), new.changed()
    for place in sorted({*removed, *added}):
        before, after = _different(went.get(place, []), came.get(place, []))
        pairs = list(turned(_words(removed, place), _words(added, place)))
        before, after = _less(before, pairs), _less(after, pairs)
        if any(one.kind == Kind.NEGATION and one.rivals != MARK for one in (*before, *after)):
            before, after = _unmarked(before), _unmarked(after)
        yield from _in_place(
            [(one, one.text(old.tokens)) for one in _weighty(before, after)],
            [(one, one.text(new.tokens)) for one in _weighty(after, before)],
        )
        yield from (Touched(kind, (was,), (now,)) for kind, was, now in pairs)


Said = Sequence[tuple[Mention, str]]
"""Mentions as they are written."""


def _in_place(before: Said, after: Said) -> Iterator[Touched]:
    figures = list(zip(_amounts(before), _amounts(after), strict=False))
    silent = {
        id(amount)
        for (was, _), (now, _) in figures
        if was.units != now.units and (was.sign, was.figure) == (now.sign, now.figure)
        for amount in (was, now)
        if amount.kind == Kind.NUMBER
    }
    for kind in Kind:
        old, new = _of(kind, before, silent), _of(kind, after, silent)
        if old or new:
            yield Touched(kind, old, new)
    for (was, old_text), (now, new_text) in figures:
        if was.units != now.units:
            yield Touched(Kind.UNIT, (old_text,), (new_text,))
        if was.sign != now.sign:
            yield Touched(Kind.DIRECTION, (old_text,), (new_text,))


def _amounts(said: Said) -> list[tuple[Amount, str]]:
    return [(one.amount, text) for one, text in said if one.amount]


def _of(kind: Kind, said: Said, silent: set[int]) -> tuple[str, ...]:
    places = {
        (one.first, one.last): text
        for one, text in said
        if one.kind == kind and id(one.amount) not in silent
    }
    return tuple(places.values())


def _different(old: list[Mention], new: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """The mentions without those that say the same in the same order."""
    was, now = [(one.kind, one.key) for one in old], [(one.kind, one.key) for one in new]
    gone: list[Mention] = []
    come: list[Mention] = []
    for ours, theirs in gaps(was, now):
        gone += old[ours]
        come += new[theirs]
    return gone, come


def _weighty(these: list[Mention], those: list[Mention]) -> list[Mention]:
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for mention in those:
        keys[mention.rivals].add(mention.key)
    return [one for one in these if not one.weak or keys[one.rivals] - {one.key}]


def _less(these: list[Mention], pairs: Sequence[tuple[Kind, str, str]]) -> list[Mention]:
    """Without what is told as one word turned into its opposite."""
    words = {word for _, *both in pairs for word in both}
    turns = {Kind.NEGATION, Kind.DIRECTION}
    return [one for one in these if one.kind not in turns or one.key not in words]


def _unmarked(these: Sequence[Mention]) -> list[Mention]:
    """Without the marks, which tell nothing beside a denial that came or went."""
    return [one for one in these if one.rivals != MARK]


def _words(changed: dict[int, list[Token]], place: int) -> Iterable[str]:
    return [atom.text for atom in atoms(changed.get(place, [])) if atom.text]
