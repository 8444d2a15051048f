"""The words that a redline marks: tokens with everything that readers see of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Nature = Literal["text", "citation", "image", "break", "paragraph", "space"]


class Mark(NamedTuple):
    """``name``: em, strong, code or link; ``value``: where a link leads, and its title."""

    name: str
    value: str = ""


class Piece(NamedTuple):
    """A stretch of one word under the same marks, in order of their names."""

    text: str
    marks: tuple[Mark, ...]


class Word(NamedTuple):
    """A token with its marks; ``space``: whether white space stands before it.

    ``nature``: ``text``; ``citation`` (``[@a; @b]``); ``image`` (its alternative text, ``source``
    beside it); ``break``, a hard line break; ``paragraph``, the end of a paragraph that was split
    or joined; ``space``, white space that came or went with no word.
    """

    text: str
    space: bool
    pieces: tuple[Piece, ...]
    nature: Nature = "text"
    source: str = ""


PARAGRAPH = Word("\n\n", space=False, pieces=(), nature="paragraph")
SPACE = Word("", space=True, pieces=(), nature="space")


def written(words: Iterable[Word]) -> str:
    """The text that words stand for."""
    return "".join(f"{' ' * word.space}{word.text}" for word in words)
