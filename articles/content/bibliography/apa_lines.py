"""A printed line in the manner of the APA, 7th edition, read back: articles, books, web pages.

Only what can be read surely, as in ``vancouver_lines``. The year in brackets behind the authors
tells the manner; names in the Vancouver manner may stand before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import others
from .dates import day
from .parts import MONTHS
from .vancouver_lines import AUTHOR, STOP, TITLE, author, is_day

_WORD = r"(?!and\b)[^\W\d_][\w'\u2019-]*"
_FAMILY = rf"{_WORD}(?: {_WORD}){{0,3}}"
_INITIALS = r"[A-Z]\.(?:[ -]?[A-Z]\.){0,3}"
_NAME = rf"{_FAMILY}, {_INITIALS}"
_INVERTED = re.compile(_NAME)
_LAST_BUT = re.compile(r",? (?:&|and) ")
_AUTHORS = (
    rf"(?:(?P<authors>{_NAME}(?:(?:, | & |, & |, and ){_NAME})*|{AUTHOR}(?:, {AUTHOR})*\.?)"
    r"(?P<others>,? et al\.?)?(?P<editors> \(Eds?\.\)\.)?|(?P<group>[^.()\[\]]+)\.)"
)
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_ISSUED = rf"\((?P<issued>[1-9]\d{{3}}(?:, {_MONTH}(?: \d{{1,2}})?)?|n\.d\.)\)\."
_ISSUE = (
    r"(?P<volume>\w*\d\w*)(?:\((?P<issue>[\w \u2013-]+)\))?"
    r"(?:, (?:Article )?(?P<page>[\w\u2013-]*\d[\w\u2013-]*))?"
)
_ARTICLE = re.compile(
    rf"{_AUTHORS} {_ISSUED} {TITLE} (?P<journal>[^\W\d_][^.;?!\[\]]*?)"
    rf"(?:, {_ISSUE}|\. (?P<ahead>Advance online publication))\.?"
)
_HOUSES = (
    r"Press|Publish\w*|Publications|Books|Verlag|Springer|Elsevier|Wiley(?:-Blackwell)?|Saunders"
    r"|Mosby|Lippincott|Wolters|McGraw[- ]Hill|Routledge|Karger|Thieme|Penguin|Pearson|Norton"
)
_HOUSE = re.compile(rf"\b(?:{_HOUSES})\b")
_BOOK = re.compile(
    rf"{_AUTHORS} {_ISSUED} (?P<title>(?:[^.?!()\[\]]|[?!]|{STOP})+?)"
    r"(?: \((?P<edition>\d{1,2})(?:st|nd|rd|th) ed\.\))?\. (?P<publisher>[^.;?!()\[\]]+)\.?"
)
_PAGE = re.compile(
    rf"{_AUTHORS} {_ISSUED} {TITLE}(?: (?P<site>[^.;?!\[\]]+)\.)?"
    rf"(?: Retrieved (?P<accessed>{_MONTH} \d{{1,2}}, \d{{4}}), from)?"
)
_TEXTS = {"journal": "container-title", "site": "container-title"} | {
    name: name for name in ("edition", "volume", "issue", "page", "publisher")
}


def read(line: str, *, online: bool) -> dict[str, Any] | None:
    """The fields of a CSL item without its id; None where the line is not surely read.

    ``line``: single spaces, identifiers and addresses taken out. ``online``: a web address was
    among them.
    """
    if match := _ARTICLE.fullmatch(line):
        return _item("article-journal", match.groupdict())
    if (match := _BOOK.fullmatch(line)) and _is_book(match):
        return _item("book", match.groupdict())
    if online and (match := _PAGE.fullmatch(line)) and not match["editors"]:
        return _item("webpage", match.groupdict())
    return None


def _is_book(match: re.Match[str]) -> bool:
    """An edition, or the name of a house: else the “publisher” may be a journal, or a site."""
    return bool(match["edition"] or _HOUSE.search(match["publisher"]))


def _item(kind: str, found: Mapping[str, str | None]) -> dict[str, Any] | None:
    item: dict[str, Any] = {"type": kind}
    role = "editor" if found["editors"] else "author"
    item[role] = _people(found["authors"]) if found["authors"] else [{"literal": found["group"]}]
    others.say(item, role, bool(found["others"]))
    item["title"] = str(found["title"]).removesuffix(".")
    item |= {field: words for name, field in _TEXTS.items() if (words := found.get(name))}
    for field in ("issued", "accessed"):
        when = day(found.get(field) or "")
        if when and not is_day(when["date-parts"][0]):
            return None
        item |= {field: when} if when else {}
    if found.get("ahead"):
        item["status"] = found["ahead"]
    return item


def _people(written: str) -> list[dict[str, str]]:
    """Names with a comma before their initials; else as the Vancouver manner has them."""
    inverted = _INVERTED.findall(_LAST_BUT.sub(", ", written))
    if not inverted:
        return [author(name) for name in written.removesuffix(".").split(", ")]
    pairs = (name.split(", ", 1) for name in inverted)
    return [{"family": family, "given": given} for family, given in pairs]
