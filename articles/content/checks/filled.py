"""Fields that must not be empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .finding import Found
from .text import Text


def empty(field: str, name: str) -> Callable[[Text], Iterator[Found]]:
    """A check that one field says something; ``name``: as people call it."""

    def check(text: Text) -> Iterator[Found]:
        if not text.read(field).strip():
            yield Found(f"The {name} is empty.", field)

    return check


def unchosen(field: str, name: str) -> Callable[[Text], Iterator[Found]]:
    """A check that one of a field's choices was taken."""

    def check(text: Text) -> Iterator[Found]:
        if not text.read(field).strip():
            yield Found(f"No {name} is chosen.", field)

    return check


def unsigned(text: Text) -> Iterator[Found]:
    """Nobody stands under the text as its author."""
    if not any(name.strip() for name in text.content.authors or ()):
        yield Found("No author is named.", "authors")
