"""The references of an article as they print: numbers, order and words, for every format."""

from __future__ import annotations

from dataclasses import dataclass

from articles.content import citations
from articles.content.reference_lines import formatted
from articles.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Numbered:
    """A reference by its number in the text, counted from 1, with its printed line."""

    number: int
    id: str
    text: str


def numbered(dossier: Dossier) -> list[Numbered]:
    """Those that the body cites by first citation, then the others as stored."""
    items = citations.numbered(dossier.text("body"), dossier.references)
    return [
        Numbered(number, item["id"], formatted(item)) for number, item in enumerate(items, start=1)
    ]
