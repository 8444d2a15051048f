"""References of a source: the headings that announce them, and their stored form."""

from __future__ import annotations

import re
from typing import Any

from articles.content import references
from articles.errors import InputRefused

LONGEST_HEADING = 60
"""Characters; none that announces references is as long."""

_HEADING = re.compile(
    r"(?:(?:key|selected|article|view|show|our|medical) )*(?:references?|sources?|citations?"
    r"|bibliography|works cited|literature(?: cited)?)(?: (?:and|&) further reading)?"
    r"\s*(?:\(\d+\))?\s*:?",
    re.IGNORECASE,
)


def is_references(words: str) -> bool:
    """Whether a heading announces references."""
    return len(words) < LONGEST_HEADING and bool(_HEADING.fullmatch(words))


def stored(listed: Any, name: str) -> list[dict[str, Any]]:
    """The list in its stored form; ``InputRefused`` names the file, the item and its field."""
    try:
        return references.validate(listed)
    except InputRefused as refusal:
        raise InputRefused(name, f"among its references, {refusal.message}", refusal.code) from None


def elsewhere(file: str) -> str:
    """The note on a source that names another file where its references should be."""
    return f"The references are in another file, {file}; they were not read."
