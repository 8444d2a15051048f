"""The text before and after an edit, and what each of them mentions where it changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.content.tokens import Token

from .atoms import fold, has_digit
from .mentions import Mention, mentions

Runs = Sequence[tuple[str, Sequence[Token]]]
"""In order: what stayed ("same"), went ("del") and came ("ins")."""


@dataclass
class Side:
    """The text before or after, and which of its tokens changed in which place (0: none)."""

    tokens: list[Token] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def add(self, tokens: Sequence[Token], place: int) -> None:
        self.tokens.extend(tokens)
        self.places.extend([place] * len(tokens))

    def changed(self) -> dict[int, list[Token]]:
        """The changed tokens by place."""
        grouped: defaultdict[int, list[Token]] = defaultdict(list)
        for token, place in zip(self.tokens, self.places, strict=True):
            if place:
                grouped[place].append(token)
        return grouped

    def mentioned(self) -> dict[int, list[Mention]]:
        """The mentions with a changed token, by the place of the first such token."""
        grouped: defaultdict[int, list[Mention]] = defaultdict(list)
        for mention in mentions(self.tokens):
            places = self.places[mention.first : mention.last + 1]
            if place := next(filter(None, places), 0):
                grouped[place].append(mention)
        return grouped


def sides(runs: Runs) -> tuple[Side, Side]:
    """Old and new. A place is whatever went and came between two runs that stayed."""
    old, new = Side(), Side()
    place, open_ = 0, False
    gone: list[Token] = []
    come: list[Token] = []
    for op, tokens in (*runs, ("same", ())):
        if op != "same":
            (gone if op == "del" else come).extend(tokens)
            open_ = True
            continue
        if open_:
            place += 1
            _settle(old, new, gone, come, place)
            gone, come, open_ = [], [], False
        old.add(tokens, 0)
        new.add(tokens, 0)
    return old, new


def _settle(old: Side, new: Side, gone: list[Token], come: list[Token], place: int) -> None:
    """One place of change, less what differs in capitals or typography alone."""
    was, now = [_shape(token) for token in gone], [_shape(token) for token in come]
    head = tail = 0
    while head < min(len(was), len(now)) and was[head] == now[head]:
        head += 1
    while tail < min(len(was), len(now)) - head and was[-1 - tail] == now[-1 - tail]:
        tail += 1
    for side, tokens in ((old, gone), (new, come)):
        side.add(tokens[:head], 0)
        side.add(tokens[head : len(tokens) - tail], place)
        side.add(tokens[len(tokens) - tail :], 0)


def _shape(token: Token) -> str:
    """White space counts before a number: ".5 mg" is another dose than ". 5 mg"."""
    if has_digit(token.text):
        return f"{token.space}{''.join(token.text.split())}"
    return token.text if len(token.text) == 1 else fold(token.text)
