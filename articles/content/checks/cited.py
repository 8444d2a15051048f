"""Citations and references, each held against the other."""

from __future__ import annotations

from collections.abc import Iterator

from .finding import Found
from .text import Text


def dangling(text: Text) -> Iterator[Found]:
    """A citation names a key that no reference has; told where it stands first."""
    known, told = set(text.keys), set[str]()
    for place in text.citations:
        if place.key not in known and place.key not in told:
            told.add(place.key)
            yield Found(f"The citation [@{place.key}] points nowhere.", "body", place.line)


def uncited(text: Text) -> Iterator[Found]:
    """A reference that no sentence cites."""
    used = {place.key for place in text.citations}
    for number, key in enumerate(text.keys, start=1):
        if key not in used:
            yield Found(f"The reference “{key}” is cited nowhere.", "references", number)


def no_reference(text: Text) -> Iterator[Found]:
    if not text.keys:
        yield Found("There is no reference.", "references")
