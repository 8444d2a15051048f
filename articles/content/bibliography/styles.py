"""One CSL item as a printed line, in the style of the house.

Rules: NLM, “Citing Medicine” (Vancouver), and the AMA Manual of Style, 11th edition, chapter 3.
Plain text, so nothing is italic; journals print by their abbreviation where one is stored.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from . import ama, vancouver
from .parts import Reference

STYLES: dict[str, Callable[[Reference], str]] = {"vancouver": vancouver.line, "ama": ama.line}


def formatted(reference: Reference, style: str = "") -> str:
    """A CSL item as one line of plain text. Escapes nothing.

    ``style``: a name in ``STYLES``; empty for that of the house (setting ``REFERENCE_STYLE``).
    What is missing is left out; an item with nothing to print is its own id.
    """
    return STYLES[style or settings.REFERENCE_STYLE](reference) or str(reference["id"])
