"""Characters that nobody can see or tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from articles.content.oddities import Oddity, oddities

from .finding import Found
from .text import Text

_FIELDS = ("title", "summary", "body")


def unseen(text: Text) -> Iterator[Found]:
    """Each such character of a field once, with how often it stands there."""
    for field in _FIELDS:
        places: dict[str, list[Oddity]] = {}
        for odd in oddities(text.read(field)):
            mixed = odd.kind == "mixed_script"
            name = f"“{odd.text}” mixes {odd.name} letters" if mixed else odd.name
            places.setdefault(name, []).append(odd)
        for name, found in places.items():
            yield Found(_said(name, found), field, found[0].line)


def _said(name: str, found: list[Oddity]) -> str:
    often = f", {len(found)} times in all" if len(found) > 1 else ""
    what = "" if found[0].kind == "mixed_script" else " cannot be seen or told apart"
    return f"{name}{what} (column {found[0].column}{often})."
