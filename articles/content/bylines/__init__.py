"""Lines that say who reviewed a text, who wrote it, and when: recognised, and not believed."""

from __future__ import annotations

from .labels import is_label, speaks_of_review
from .parts import BETWEEN, LONGEST_LINE, Part, parts_of, typed_in
from .people import Named, person
from .review import LONGEST_BARE, STOP, Review, review_in

__all__ = [
    "BETWEEN",
    "LONGEST_BARE",
    "LONGEST_LINE",
    "STOP",
    "Named",
    "Part",
    "Review",
    "is_label",
    "parts_of",
    "person",
    "review_in",
    "speaks_of_review",
    "typed_in",
]
