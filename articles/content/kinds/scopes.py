"""Marks in a sentence that denies something: moved, they may free what was forbidden.

"Do not eat. Drink." forbids one thing, "Do not eat, drink." two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from articles.content.tokens import Token

_ENDS = frozenset(".?!")
_MARKS = _ENDS | frozenset(",;:()[]–—-/…")
_ALIKE = {"!": ".", "—": "–", "-": "–"}


def marks(tokens: Sequence[Token], denials: Collection[int]) -> Iterator[tuple[str, int]]:
    """Every mark of a sentence with a denial, as a reader takes it; ``denials``: their tokens."""
    waiting: list[tuple[str, int]] = []
    denied = False
    for at, token in enumerate(tokens):
        denied = denied or at in denials
        if token.text in _MARKS:
            waiting.append((_ALIKE.get(token.text, token.text), at))
        if _ends(tokens, at):
            yield from waiting if denied else ()
            waiting, denied = [], False
    yield from waiting if denied else ()


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """A point ends no sentence inside a word, nor before a small letter ("i.e. at home")."""
    if tokens[at].text not in _ENDS:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return not after or not (after.text[0].islower() or (after.text.isalnum() and not after.space))
