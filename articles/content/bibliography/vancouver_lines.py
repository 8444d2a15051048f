"""A printed line in the Vancouver manner, read back. Rules: NLM, “Citing Medicine”.

Only what can be read surely: a line that could mean two things is not read at all. A stop inside
a title is sure in ``vs.``, in ``U.S.``, in ``E. coli`` and between two characters; any other may
end the title or shorten a word of the journal.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from . import others
from .dates import month_of

AUTHOR = r"[^\W\d_][\w'\u2019-]*(?: [^\W\d_][\w'\u2019-]*){0,2} [A-Z]{1,3}"
_AUTHORS = rf"(?P<authors>{AUTHOR}(?:, {AUTHOR})*)(?P<others>, et al)?\. "
STOP = r"\.(?=\S)|(?<=\bvs)\.|(?<=\.[A-Z])\.|(?<=\b[A-Z])\.(?= [a-z])"
TITLE = rf"(?P<title>(?:[^.?!\[\]]|[?!]|{STOP})+[.?!])"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)"
_DAY = rf"\d{{4}}(?: {_MONTH}(?: \d{{1,2}}|-{_MONTH})?)?"
_CITED = rf"(?: \[cited (?P<accessed>{_DAY})\])?"
_ISSUE = (
    r"(?P<volume>\w+(?: Suppl(?: \w+)?)?)"
    r"(?:\((?P<issue>[\w -]+)\))?(?::(?P<page>[\w\u2013-]+))?"
)
_ARTICLE = re.compile(
    rf"{_AUTHORS}{TITLE} (?P<journal>[^.;?!\[\]]+?)"
    rf"(?: \[Internet\])?(?:\. | (?=\d{{4}}[^;]{{0,40}};))(?P<issued>{_DAY}){_CITED}"
    rf"(?:; ?{_ISSUE})?\.?(?: (?:Epub|Published online) (?P<available>{_DAY})\.?)?"
    r"(?P<ahead> (?:Epub|Online) ahead of print\.?)?"
)
_PAGE = re.compile(
    rf"(?:{_AUTHORS})?(?P<title>[^\[\]]+) \[Internet\]\. (?:(?P<place>[^.:;\[\]]+): )?"
    rf"(?P<publisher>[^:;\[\]]+); (?P<issued>{_DAY}){_CITED}\.?"
)
_DATES = {"issued": "issued", "accessed": "accessed", "available": "available-date"}
_TEXTS = {"journal": "container-title", "place": "publisher-place"} | {
    name: name for name in ("volume", "issue", "page", "publisher")
}


def read(line: str) -> dict[str, Any] | None:
    """The fields of a CSL item without its id; None where the line is not surely read.

    ``line``: single spaces, identifiers and addresses taken out.
    """
    article = _ARTICLE.fullmatch(line)
    match = article or _PAGE.fullmatch(line)
    if not match:
        return None
    found = match.groupdict()
    item: dict[str, Any] = {"type": "article-journal" if article else "webpage"}
    if found["authors"]:
        item["author"] = [author(name) for name in found["authors"].split(", ")]
        others.say(item, "author", bool(found["others"]))
    item["title"] = found["title"].removesuffix(".")
    item |= {field: found[name] for name, field in _TEXTS.items() if found.get(name)}
    for name, field in _DATES.items():
        if words := found.get(name):
            days = _days(words)
            if not all(map(is_day, days)):
                return None
            item[field] = {"date-parts": days}
    if found.get("ahead"):
        item["status"] = found["ahead"].strip(" .")
    return item


def author(name: str) -> dict[str, str]:
    """A CSL name of a family name with initials behind it."""
    family, given = name.rsplit(" ", 1)
    return {"family": family, "given": given}


def is_day(parts: list[int]) -> bool:
    """Whether the calendar has this year, month and day, as far as they are given."""
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


def _days(words: str) -> list[list[int]]:
    """``2024``, ``2024 Mar``, ``2024 Mar 5``; ``2024 Mar-Apr`` has a beginning and an end."""
    year, _, rest = words.partition(" ")
    if not rest:
        return [[int(year)]]
    month, _, day = rest.partition(" ")
    months = [[int(year), month_of(name)] for name in month.split("-")]
    return [[*months[0], int(day)]] if day else months
