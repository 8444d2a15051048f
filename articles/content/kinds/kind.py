"""What an edit touched, the most dangerous first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Listed by danger: a reviewer reads the first ones first.

    A dose is an amount of medicine, its form and its route. Direction is a word that has an
    opposite (increase, before, left, women). A red flag is an emergency, a disease, or somebody to
    whom other rules apply. Structure is what stands where: order, lists, quotations, tables.
    Wording is what is left when nothing else was touched.
    """

    DOSE = "dose"
    UNIT = "unit"
    NEGATION = "negation"
    DIRECTION = "direction"
    RED_FLAG = "red_flag"
    DRUG = "drug"
    MODAL = "modal"
    FREQUENCY = "frequency"
    DURATION = "duration"
    AGE = "age"
    NUMBER = "number"
    STRUCTURE = "structure"
    REFERENCE = "reference"
    HEADING = "heading"
    WORDING = "wording"

    @property
    def rank(self) -> int:
        """0 for the most dangerous."""
        return _RANKS[self]


_RANKS = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Touched:
    """One kind at one place, with the words that show it: as they were and as they are."""

    kind: Kind
    old: tuple[str, ...]
    new: tuple[str, ...]
