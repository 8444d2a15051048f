"""One item as a file gives it, before it is put into the stored form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Unreadable(Exception):
    """Why a file cannot be read: the rest of a sentence that begins with the file."""


@dataclass(slots=True)
class Raw:
    """``place``: “line 12” or “item 3”. ``homeless``: names in the file without a field here."""

    place: str
    item: dict[str, Any]
    homeless: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def put(self, name: str, value: Any) -> None:
        """The first of several values stays; a second different one is said."""
        if self.item.setdefault(name, value) != value:
            self.notes.append(f"a second {name}, “{value}”, was left out.")
