"""The pieces of a page that shows a text: one for each paragraph, list or table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

from django.utils.safestring import SafeString

from articles.content.kinds import Touched
from articles.content.redline import Redline

from .coverage import Seen
from .naming import TouchedWords

View = Literal["redline", "clean", "side"]
VIEWS: tuple[View, ...] = ("redline", "clean", "side")


@dataclass(frozen=True, slots=True)
class Piece:
    """One element of the text. ``number``: which change it is, from 1; 0 where nothing changed.

    ``blocks``: indices of its blocks in the text as it is now. ``old``: its old side, side by side.
    ``seen``: who signed this wording, the worst of its blocks; ``signed``: by whom, in words.
    """

    html: SafeString
    number: int = 0
    blocks: tuple[int, ...] = ()
    old: SafeString | str = ""
    seen: Seen = Seen.NOBODY
    signed: str = ""
    notes: tuple[str, ...] = ()
    touched: tuple[TouchedWords, ...] = ()
    found: tuple[Touched, ...] = ()
    moved_away: int = 0
    is_heading: bool = False
    threads: list[Any] = field(default_factory=list)

    @property
    def shows_seen(self) -> bool:
        """An unchanged heading is one line: the strip beside it says enough."""
        return bool(self.number or not self.is_heading)


@dataclass(frozen=True, slots=True)
class Folded:
    """Neighbouring pieces that did not change and carry no open comment."""

    pieces: tuple[Piece, ...]

    @property
    def count(self) -> int:
        return sum(len(piece.blocks) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Shown:
    """``redline``: of the bodies. ``pieces``: all of them, in reading order."""

    redline: Redline
    pieces: list[Piece]

    @property
    def changed(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.number]


def folded(pieces: Sequence[Piece]) -> list[Piece | Folded]:
    """Pieces with what did not change folded; a heading stays in sight above what did."""
    near = [
        bool(
            piece.number
            or piece.moved_away
            or piece.threads
            or (piece.is_heading and place + 1 < len(pieces) and pieces[place + 1].number)
        )
        for place, piece in enumerate(pieces)
    ]
    shown: list[Piece | Folded] = []
    for stays, same in groupby(zip(near, pieces, strict=True), key=lambda pair: pair[0]):
        found = [piece for _, piece in same]
        shown += found if stays else [Folded(tuple(found))]
    return shown
