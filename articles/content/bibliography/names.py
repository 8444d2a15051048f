"""Names of people and groups: as typed, one a line, and as CSL-JSON keeps them."""

# ruff: noqa: SIM905 -- particles of names are read best as running text

from __future__ import annotations

import re
from collections.abc import Mapping

_PARTICLES = frozenset(
    """af al av da das de dei del della den der des di do dos du el la le lo te ten ter van vom von
    zu zum zur ’t 't""".split()
)
_SUFFIX = re.compile(r"(?:Jr|Sr|Esq)\.?|I{2,3}|IV|VI{0,2}|\d(?:st|nd|rd|th)")
_INDEXED = re.compile(r"(?P<family>[^\d]*[^\d\s]) (?P<given>[A-Z]{1,3}|(?:[A-Z]\.){1,3})")


def person(text: str) -> dict[str, str]:
    """One CSL name of ``Family, Given``, ``Family, Jr, Given`` or ``Family, Given, Jr``.

    ``Family AB`` has initials. Anything else, and what ends with a comma, is a group, kept whole.
    A small particle before the family name stands by itself, so that it is no initial.
    """
    text = " ".join(text.split())
    if text.endswith(","):
        return {"literal": text.rstrip(" ,")}
    pieces = [piece.strip() for piece in text.split(",", 2)]
    if len(pieces) == 1:
        indexed = _INDEXED.fullmatch(text)
        return _family(**indexed.groupdict()) if indexed else {"literal": text}
    family, given, suffix = (*pieces, "")[:3]
    if suffix and _SUFFIX.fullmatch(given):
        given, suffix = suffix, given
    return {"literal": given} if not family else _family(family, given, suffix)


def _family(family: str, given: str, suffix: str = "") -> dict[str, str]:
    words = family.split(" ")
    small = next((i for i, word in enumerate(words) if word not in _PARTICLES), 0)
    parts = {
        "family": " ".join(words[small:]),
        "given": given,
        "non-dropping-particle": " ".join(words[:small]),
        "suffix": suffix,
    }
    return {part: text for part, text in parts.items() if text}


def typed(name: Mapping[str, str]) -> str:
    """A CSL name as one types it. ``person`` reads it back, but for a family name alone."""
    if literal := name.get("literal"):
        return f"{literal}," if person(literal) != {"literal": literal} else literal
    particles = (name.get("dropping-particle", ""), name.get("non-dropping-particle", ""))
    family = " ".join(part for part in (*particles, name["family"]) if part)
    parts = (family, name.get("given", ""), name.get("suffix", ""))
    return ", ".join(part for part in parts if part)
