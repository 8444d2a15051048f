"""A short citation of a web page, read back: who, title, and the day on which it was seen."""

from __future__ import annotations

import re
from typing import Any

from .dates import day
from .parts import MONTHS
from .vancouver_lines import is_day

_MONTH = rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS)}|Sept)"
_YEAR = r"[1-9]\d{3}"
_DAY = rf"(?:\d{{1,2}} {_MONTH} {_YEAR}|{_MONTH} \d{{1,2}}, {_YEAR}|{_YEAR} {_MONTH} \d{{1,2}})"
_SEEN = rf"(?:[Aa]ccessed|[Rr]etrieved)(?: on)?:? (?P<accessed>{_DAY})"
_WORDS = r"[^.?!()\[\]]+"
_CITED = re.compile(
    rf"(?:(?P<who>{_WORDS})\. )?(?P<title>{_WORDS}[.?!]?)(?: Published (?P<issued>{_DAY})\.)?"
    rf" (?:\({_SEEN}\)|{_SEEN.replace('accessed>', 'seen>')})\.?"
)


def read(line: str) -> dict[str, Any] | None:
    """The fields of a CSL item without its id; None where the line is not surely read.

    ``line``: single spaces, the web address taken out.
    """
    match = _CITED.fullmatch(line)
    if not match:
        return None
    item: dict[str, Any] = {"type": "webpage", "title": match["title"].removesuffix(".")}
    if match["who"]:
        item["author"] = [{"literal": match["who"]}]
    for field, words in (
        ("issued", match["issued"]),
        ("accessed", match["accessed"] or match["seen"]),
    ):
        when = day(words or "")
        if when and not is_day(when["date-parts"][0]):
            return None
        item |= {field: when} if when else {}
    return item
