"""Names in BibTeX: split by its rules, then read as text."""

from __future__ import annotations

from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from .mending import MOST_NAMES
from .raw import Unreadable
from .tex import Decoder

OTHERS = "others"
"""Stands in BibTeX for the people who are not named."""


def people(value: str, decoder: Decoder) -> tuple[list[dict[str, str]], bool]:
    """CSL names, and whether “others” follow; a name in braces is a group.

    Raises ``Unreadable`` for too many, and for TeX that nests too deep.
    """
    if value.lower().count(" and ") >= MOST_NAMES:
        raise Unreadable(f"lists more than {MOST_NAMES} people")
    names = split_multiple_persons_names(" ".join(value.split()))
    return [_person(name, decoder) for name in names if name and name != OTHERS], OTHERS in names


def _person(name: str, decoder: Decoder) -> dict[str, str]:
    if name.startswith("{") and name.endswith("}") and "}" not in name[:-1].replace("\\}", ""):
        return {"literal": decoder.plain(name)}
    found = parse_single_name_into_parts(name, strict=False)
    parts = {
        "family": decoder.plain(" ".join(found.last)),
        "given": decoder.plain(" ".join(found.first)),
        "non-dropping-particle": decoder.plain(" ".join(found.von)),
        "suffix": decoder.plain(" ".join(found.jr)),
    }
    parts = {part: text for part, text in parts.items() if text}
    return parts if "family" in parts and len(parts) > 1 else {"literal": " ".join(parts.values())}
