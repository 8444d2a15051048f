"""What other programs write as CSL-JSON, put into the form that is stored here.

Services and reference managers add fields of their own, write numbers where text belongs, leave
markup in titles. Whatever has a place in CSL-JSON is kept; the rest is named, never dropped unsaid.
"""

from __future__ import annotations

import html
import re
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from articles.canonical import clean_text
from articles.content import csl, references
from articles.errors import InputRefused

from . import dates, mending_ids, others

TYPES = {
    "journal-article": "article-journal",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "edited-book": "book",
    "monograph": "book",
    "reference-book": "book",
    "dissertation": "thesis",
    "posted-content": "article",
    "proceedings-article": "paper-conference",
    "reference-entry": "entry",
}
"""Names that services use for CSL types."""

ALIASES = {
    "doi": "DOI",
    "url": "URL",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "isbn": "ISBN",
    "issn": "ISSN",
    "citation-key": "id",
    "event-title": "event",
    "short-container-title": "container-title-short",
    "publisher-location": "publisher-place",
}
_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|scp|span|u|jats:\w+|mml:\w+)(?: [^<>]*)?/?>")
_SPACE = re.compile(r"\s+")
_SEASON = re.compile(r"Spring|Summer|Autumn|Fall|Winter|[A-Z][a-z]{2}-[A-Z][a-z]{2}")
MOST_NAMES = 2000
"""In one list. The longest author lists of medicine are shorter."""

SHOWN = 60
"""Characters of a value that a note shows."""


@dataclass(slots=True)
class Mended:
    """``homeless``: fields without a place. ``faults``: sentences about values left out."""

    item: dict[str, Any]
    homeless: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def mended(raw: Mapping[str, Any]) -> Mended:
    """One item of somebody else’s CSL-JSON. Its id may be missing; the type never is.

    Raises ``InputRefused`` naming the field that holds a character which hides or turns words.
    """
    found = Mended({})
    for name, value in raw.items():
        if value in (None, "", [], {}):
            continue
        own = name if name in _MENDERS else ALIASES.get(name.lower(), name)
        if own in found.item:
            continue
        if own not in _MENDERS:
            found.homeless.append(name)
        elif (kept := _kept(own, value)) is not None:
            found.item[own] = kept
            found.homeless += [f"{name} ({part})" for part in _strange_parts(own, value)]
        elif own != "id":
            found.faults.append(f"{name} “{_shortened(value)}”")
    mending_ids.gather(found.item)
    others.gather(found.item)
    found.item.setdefault("type", "document")
    return found


def _kept(name: str, value: Any) -> Any:
    """The stored form of one field, or None where it has none."""
    if references.deeper_than(value, references.DEEPEST):
        return None
    value = _MENDERS[name](value)
    if isinstance(value, str):
        clean_text(value, name)
    try:
        (item,) = references.validate([{"id": "item", "type": "document", name: value}])
    except InputRefused:
        return None
    return item[name]


def _strange_parts(name: str, value: Any) -> list[str]:
    """Parts of a name or a date that are not kept: identifiers of people, seasons."""
    if name in csl.DATES:
        words = value if isinstance(value, str) else ""
        known = frozenset({"date-parts", "raw", "literal", "edtf"})
        parts = value.keys() - known if isinstance(value, Mapping) else _SEASON.findall(words)
    elif name in csl.NAMES and isinstance(value, list):
        known = csl.NAME_PARTS | {"name"}
        parts = {part for entry in value if isinstance(entry, Mapping) for part in entry} - known
    else:
        return []
    return sorted(map(str, parts))


def _shortened(value: Any) -> str:
    text = value if isinstance(value, str) else reprlib.repr(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def plain(value: Any) -> str | None:
    """Text of text, numbers and lists of them: without markup and entities, spaces single."""
    if isinstance(value, list):
        parts = [part for entry in value if (part := plain(entry))]
        return ", ".join(parts) or None
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return _SPACE.sub(" ", html.unescape(_MARKUP.sub("", str(value)))).strip() or None


def _lines(value: Any) -> str | None:
    """As ``plain``, but lines stay lines."""
    if not isinstance(value, str):
        return plain(value)
    lines = (plain(line) or "" for line in value.splitlines())
    return "\n".join(lines).strip() or None


def _number(value: Any) -> Any:
    return value if type(value) is int else plain(value)


def _kind(value: Any) -> str | None:
    kind = plain(value) or ""
    return kind if kind in csl.TYPES else TYPES.get(kind)


def _names(value: Any) -> list[dict[str, str]] | None:
    entries = value if isinstance(value, list) else [value]
    if len(entries) > MOST_NAMES:
        return None
    return [name for entry in entries if (name := _name(entry))] or None


def _name(entry: Any) -> dict[str, str] | None:
    if not isinstance(entry, Mapping):
        literal = plain(entry)
        return {"literal": literal} if literal else None
    parts = {part: text for part in csl.NAME_PARTS if (text := plain(entry.get(part)))}
    if not parts.keys() & {"family", "literal"}:
        literal = plain(entry.get("name") or parts.get("given"))
        return {"literal": literal} if literal else None
    return parts


def _date(value: Any) -> Any:
    """A date of parts; of words, what can be read in them."""
    if isinstance(value, str | int):
        return dates.day(str(value))
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("date-parts"), list):
        return {"date-parts": value["date-parts"]}
    words = value.get("raw") or value.get("literal") or value.get("edtf")
    return dates.day(words) if isinstance(words, str) else None


_MENDERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(csl.TEXTS, plain),
    **dict.fromkeys(csl.NUMBERS, _number),
    **dict.fromkeys(csl.NAMES, _names),
    **dict.fromkeys(csl.DATES, _date),
    **dict.fromkeys(("abstract", "note", "annote"), _lines),
    "categories": lambda value: value if isinstance(value, list) else [str(value)],
    "custom": lambda value: value,
    "id": plain,
    "type": _kind,
    "DOI": mending_ids.doi,
    "PMID": mending_ids.pmid,
    "PMCID": mending_ids.pmcid,
    "URL": mending_ids.url,
}
