"""How much of a block is looked at, so that one of a megabyte holds up no page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from articles.content.tokens import Token

from .sides import Runs

LOOKED_AT = 20_000
"""Tokens on each side: a paragraph of thirty pages, and about a second of work."""
_BESIDE = 100
"""Tokens kept on either side of a change, where a block is longer: the sentence around it."""


def within(runs: Runs) -> tuple[Runs, bool]:
    """What is looked at, and whether that leaves any change out."""
    if all(size <= LOOKED_AT for size in _sizes(runs)):
        return runs, False
    near = _near(runs)
    if all(size <= LOOKED_AT for size in _sizes(near)):
        return near, False
    return _first(near), True


def _sizes(runs: Runs) -> tuple[int, int]:
    count: Counter[str] = Counter()
    for op, tokens in runs:
        count[op] += len(tokens)
    return count["same"] + count["del"], count["same"] + count["ins"]


def _near(runs: Runs) -> Runs:
    """The runs with the middle of what stayed left out."""
    return [
        (op, [*tokens[:_BESIDE], *tokens[-_BESIDE:]])
        if op == "same" and len(tokens) > 2 * _BESIDE
        else (op, tokens)
        for op, tokens in runs
    ]


def _first(runs: Runs) -> Runs:
    """The runs as far as neither side is full."""
    left = {"del": LOOKED_AT, "ins": LOOKED_AT}
    kept: list[tuple[str, Sequence[Token]]] = []
    for op, tokens in runs:
        sides = ("del", "ins") if op == "same" else (op,)
        taken = tokens[: min(left[side] for side in sides)]
        for side in sides:
            left[side] -= len(taken)
        kept.append((op, taken))
    return kept
