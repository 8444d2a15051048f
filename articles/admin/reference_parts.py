"""The parts of a reference that writers edit: as text, and laid upon what is stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.content import csl
from articles.content.bibliography import dates, mending_ids, names, others
from articles.content.bibliography.parts import day_of
from articles.errors import InputRefused

_BREAKS = re.compile(r"[\r\n]+")
_ENDS = re.compile(r"\r\n|\r")


@dataclass(frozen=True, slots=True)
class Part:
    """``kind``: ``line``, ``lines`` or ``choice``. ``help``: an example, where one is needed."""

    label: Any
    kind: str = "line"
    help: Any = ""
    wide: bool = False


PARTS: dict[str, Part] = {
    "id": Part(_("Key"), help=_("Cited as [@key]; a change is made in the text too.")),
    "type": Part(_("Kind"), "choice"),
    "author": Part(
        _("Authors"),
        "lines",
        _("One a line: Family, Given. “et al.” last: there are more"),
        wide=True,
    ),
    "title": Part(_("Title"), wide=True),
    "container-title": Part(_("Journal, book or site"), wide=True),
    "editor": Part(_("Editors"), "lines", _("One a line: Family, Given"), wide=True),
    "issued": Part(_("Date"), help=_("2024, 2024-05 or 2024-05-31")),
    "volume": Part(_("Volume")),
    "issue": Part(_("Issue")),
    "page": Part(_("Pages")),
    "edition": Part(_("Edition")),
    "publisher": Part(_("Publisher")),
    "publisher-place": Part(_("Place of publication")),
    "DOI": Part("DOI"),
    "PMID": Part("PMID"),
    "URL": Part(_("Address"), help="https://…"),
    "accessed": Part(_("Day of access"), help=_("When the page was read: 2024-05-31")),
}

KINDS: dict[str, Any] = {
    "article-journal": _("Journal article"),
    "book": _("Book"),
    "chapter": _("Chapter of a book"),
    "webpage": _("Web page"),
    "report": _("Report"),
    "thesis": _("Thesis"),
    "paper-conference": _("Conference paper"),
    "article-newspaper": _("Newspaper article"),
    "article": _("Preprint"),
    "standard": _("Standard"),
    "dataset": _("Data set"),
    "document": _("Something else"),
}
"""CSL types that are offered; any other stays while nobody changes it."""


def shown(item: Mapping[str, Any]) -> dict[str, str]:
    """Every part as text. Total: what stands in an item need not be in the stored form."""
    return {part: _SHOWN.get(part, _plain)(item, part) for part in PARTS}


def _plain(item: Mapping[str, Any], part: str) -> str:
    """As one line: browsers drop line breaks from a single-line control."""
    return _BREAKS.sub(" ", str(item.get(part, "")))


def _people(item: Mapping[str, Any], part: str) -> str:
    """One a line; the last line says where there are more of them."""
    people = item.get(part)
    lines = [_typed_name(name) for name in people] if isinstance(people, list) else []
    return "\n".join([*lines, others.PRINTED] if lines and others.follow(item, part) else lines)


def _typed_name(name: Any) -> str:
    try:
        return _BREAKS.sub(" ", names.typed(name))
    except (AttributeError, KeyError, TypeError):
        return ""


def _day(item: Mapping[str, Any], part: str) -> str:
    try:
        numbers = day_of(item, part)
        return "-".join(
            f"{number:0{4 if place == 0 else 2}}" for place, number in enumerate(numbers)
        )
    except (IndexError, KeyError, TypeError, ValueError):
        return ""


_SHOWN: dict[str, Callable[[Mapping[str, Any], str], str]] = {
    "author": _people,
    "editor": _people,
    "issued": _day,
    "accessed": _day,
}


def laid_upon(stored: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The stored item with the parts that were changed; an emptied part is taken out.

    Raises ``InputRefused`` in the manner of ``references.validate`` for a date nobody can read.
    """
    item, stood = dict(stored), shown(stored)
    for part, text in typed.items():
        wanted = _ENDS.sub("\n", text).strip()
        if wanted == stood[part].strip():
            continue
        if part in _PEOPLE:
            _lay_people(item, part, wanted)
        elif wanted:
            item[part] = _READ[part](wanted) if part in _READ else wanted
        else:
            item.pop(part, None)
    return item


def _lay_people(item: dict[str, Any], part: str, text: str) -> None:
    """A line that was not touched keeps its name as stored."""
    known = {_typed_name(name).strip(): name for name in item.pop(part, ())}
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    more = bool(lines) and others.are(lines[-1])
    if people := [known.get(line) or names.person(line) for line in lines[: -1 if more else None]]:
        item[part] = people
    others.say(item, part, more and bool(people))


def _read_day(label: str) -> Callable[[str], dict[str, Any]]:
    def read(text: str) -> dict[str, Any]:
        found = dates.day(text)
        if not found:
            raise InputRefused("references", f"row, {label}: “{text}” has no year.")
        return found

    return read


def _identifier(read: Callable[[Any], str | None]) -> Callable[[str], str]:
    return lambda text: read(text) or text


_PEOPLE = frozenset({"author", "editor"})

_READ: dict[str, Callable[[str], Any]] = {
    "issued": _read_day("date"),
    "accessed": _read_day("day of access"),
    "DOI": _identifier(mending_ids.doi),
    "PMID": _identifier(mending_ids.pmid),
}


def kinds_for(value: str) -> list[tuple[str, Any]]:
    """The kinds to choose from, with the one that is chosen."""
    other = [(value, value)] if value in csl.TYPES and value not in KINDS else []
    return [*KINDS.items(), *other]
