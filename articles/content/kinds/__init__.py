"""What kind of change an edit is, by rule and offline, so that the dangerous ones are read first.

It informs. Nothing skips a medical sign-off because of it: a kind that is not named here may still
have been touched.
"""

from __future__ import annotations

from collections.abc import Iterable

from articles.content.redline.matching import gaps
from articles.content.tokens import Token, tokenise

from .comparing import dangers
from .kind import Kind, Touched
from .limits import within
from .sides import Runs

__all__ = ["Kind", "Runs", "Touched", "kinds", "touched", "touched_by_runs"]

_REWRITTEN = ("…",)
"""Evidence of a change that is too long to be looked at whole."""


def touched(
    old: str, new: str, *, heading: bool = False, reference: bool = False
) -> tuple[Touched, ...]:
    """What an edit of one block touched, the most dangerous first; empty where nothing changed.

    ``old`` and ``new`` are visible text, "" for a block that came or went. ``heading`` and
    ``reference`` say what the block is.
    """
    if old == new:
        return ()
    runs = _runs(tokenise(old), tokenise(new))
    return touched_by_runs(runs, heading=heading, reference=reference)


def touched_by_runs(
    runs: Runs, *, heading: bool = False, reference: bool = False
) -> tuple[Touched, ...]:
    """``touched`` for a block that is compared already; what stayed stayed with its white space.

    A change beyond the tokens that are looked at (limits.py) is one of structure.
    """
    old = tuple(token.text for op, tokens in runs if op == "del" for token in tokens)
    new = tuple(token.text for op, tokens in runs if op == "ins" for token in tokens)
    if not (old or new):
        return ()
    looked_at, is_cut = within(runs)
    found = list(dict.fromkeys(dangers(looked_at)))
    if is_cut:
        found.append(Touched(Kind.STRUCTURE, _REWRITTEN, _REWRITTEN))
    if heading:
        found.append(Touched(Kind.HEADING, old, new))
    if reference:
        found.append(Touched(Kind.REFERENCE, old, new))
    found.sort(key=lambda one: one.kind.rank)
    return tuple(found) or (Touched(Kind.WORDING, old, new),)


def kinds(found: Iterable[Touched]) -> tuple[Kind, ...]:
    """Each kind once, the most dangerous first; wording only where there is nothing else."""
    named = sorted({one.kind for one in found}, key=lambda kind: kind.rank)
    return tuple(named[:-1] if len(named) > 1 and named[-1] == Kind.WORDING else named)


def _runs(old: list[Token], new: list[Token]) -> Runs:
    runs: list[tuple[str, list[Token]]] = []
    before, after = ([(token.text, token.space) for token in side] for side in (old, new))
    end = 0
    for gone, come in gaps(before, after):
        runs += [("same", new[end : come.start]), ("del", old[gone]), ("ins", new[come])]
        end = come.stop
    return [*runs, ("same", new[end:])]
