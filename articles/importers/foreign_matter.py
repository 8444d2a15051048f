"""What other systems' front matter says, in the words of ours."""

# ruff: noqa: SIM905 -- names of keys are read best as running text

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from articles.content.bibliography.keys import Keys
from articles.content.dates import first_day
from articles.content.reference_lines import from_line
from articles.importers.base import ClaimedReviewer
from articles.importers.byline_lines import NO_DAY, not_kept
from articles.importers.claims import of_name, person

_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "Title"),
    "summary": ("summary", "description", "excerpt", "subtitle"),
    "slug": ("slug",),
    "locale": ("locale", "lang", "language"),
    "live_url": ("canonical_url", "canonical", "permalink", "url", "link"),
}
_REVIEWERS = frozenset(
    """reviewer reviewers reviewed_by reviewedby medical_reviewer medical_reviewers
    medically_reviewed_by reviewed-by medical-reviewer""".split()
)
_REVIEWED = (
    "last_reviewed",
    "lastreviewed",
    "reviewed",
    "reviewed_on",
    "review_date",
    "reviewed-on",
)


@dataclass(slots=True)
class Said:
    """``texts``: by our names of fields. ``undated``: a kind of remark, with key and value of a
    day of review that could not be read. ``unread``: keys that nothing was made of.
    """

    texts: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    claims: list[ClaimedReviewer] = field(default_factory=list)
    reviewed: dt.date | None = None
    undated: list[tuple[str, str]] = field(default_factory=list)
    references: list[Any] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def said_in(matter: dict[str, Any]) -> Said:
    """Everything that has a place here."""
    said = Said()
    for ours, names in _NAMES.items():
        key = next((name for name in names if isinstance(matter.get(name), str)), "")
        if key:
            said.texts[ours] = matter[key]
    if not said.texts.get("live_url", "").startswith("https://"):
        said.texts.pop("live_url", None)
    locale = said.texts.get("locale", "")
    for key, value in matter.items():
        if key.lower() in _REVIEWED and value:
            _take_day(f"{key}: {value}", str(value), locale, said)
    used = {name for names in _NAMES.values() for name in names}
    said.unread = [
        key for key, value in matter.items() if key not in used and not _read(key, value, said)
    ]
    return said


def _take_day(line: str, written: str, locale: str, said: Said) -> None:
    found = first_day(written, locale)
    if found is not None and found.day is not None:
        said.reviewed = found.day
    else:
        said.undated.append((not_kept(written, locale) or NO_DAY, line))


def _read(key: str, value: Any, said: Said) -> bool:
    """Whether something was made of a key: people, or references."""
    people = [name for one in _listed(value) if (name := _name(one))]
    if key.lower() in ("author", "authors"):
        said.authors += [person(name)[0] for name in people]
    elif key.lower() in _REVIEWERS:
        for name in people:
            locale = said.texts.get("locale", "")
            said.claims += _claims(f"{key}: {name}", name, said.reviewed, locale)
    elif key == "references" and isinstance(value, list):
        said.references = _references(value)
    else:
        return key.lower() in _REVIEWED
    return True


def _references(listed: list[Any]) -> list[Any]:
    """CSL items as they stand; a line as an item, under a key that no other has."""
    known = Keys(str(one.get("id")) for one in listed if isinstance(one, dict))
    found: list[Any] = []
    for one in listed:
        item = from_line(one) if isinstance(one, str) else one
        found.append({**item, "id": known.new(item["id"])} if isinstance(one, str) else item)
    return found


def _claims(line: str, name: str, day: dt.date | None, locale: str) -> list[ClaimedReviewer]:
    read = of_name(line, name, locale)
    return [replace(claim, claimed_on=claim.claimed_on or day) for claim in read]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _name(value: Any) -> str:
    """A name, or what an entry of names calls it, with credentials behind it."""
    if isinstance(value, dict):
        parts = [value.get("name"), value.get("credentials") or value.get("degrees")]
        return ", ".join(part for part in parts if isinstance(part, str) and part)
    return " ".join(value.split()) if isinstance(value, str) else ""
