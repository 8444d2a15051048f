"""Which references are the same work."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

Reference = Mapping[str, Any]

MOST_ALIKE = 20
"""Works of one title, year and author that are compared; more are some column’s “Editorial”."""

_SURE = ("DOI", "PMID", "PMCID")


class Works:
    """Works that are known already, found again by identifier, address, or title, year and author.

    A like title or address is no duplicate where an identifier says that the works differ.
    """

    def __init__(self, references: Iterable[Reference] = ()) -> None:
        self._known: dict[tuple[str, ...], list[Reference]] = {}
        for reference in references:
            self.add(reference)

    def add(self, reference: Reference) -> None:
        for mark in _marks(reference):
            alike = self._known.setdefault(mark, [])
            if len(alike) < MOST_ALIKE:
                alike.append(reference)

    def find(self, reference: Reference) -> Reference | None:
        """The first known reference to the same work."""
        for mark in _marks(reference):
            for known in self._known.get(mark, ()):
                if mark[0] in _SURE or not _differ(known, reference):
                    return known
        return None


def alike(references: Iterable[Reference]) -> dict[str, str]:
    """By key, the key of the earlier reference to the same work."""
    works, found = Works(), {}
    for reference in references:
        if known := works.find(reference):
            found[str(reference["id"])] = str(known["id"])
        else:
            works.add(reference)
    return found


def _differ(one: Reference, other: Reference) -> bool:
    pairs = [(_folded(one, name), _folded(other, name)) for name in _SURE]
    return any(a and b and a != b for a, b in pairs)


def _folded(reference: Reference, name: str) -> str:
    return str(reference.get(name, "")).casefold()


def _marks(reference: Reference) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [
        (name, _folded(reference, name)) for name in _SURE if reference.get(name)
    ]
    if url := str(reference.get("URL", "")):
        found.append(("URL", url.rstrip("/").casefold()))
    if title := _letters(str(reference.get("title", ""))):
        found.append(("title", title, _year(reference), _first_author(reference)))
    return found


def _year(reference: Reference) -> str:
    return str(reference["issued"]["date-parts"][0][0]) if "issued" in reference else ""


def _first_author(reference: Reference) -> str:
    name: Reference = next(iter(reference.get("author", ())), {})
    return _letters(name.get("family") or name.get("literal", ""))


def _letters(text: str) -> str:
    """Letters and digits of a text, without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())
