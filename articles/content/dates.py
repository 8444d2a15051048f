"""Days as sources write them. What may mean two days means none."""

# ruff: noqa: SIM905 -- twelve names are read best as running text

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_MONTHS = """january february march april may june july august september october november
december""".split()
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]}|t)?" for month in _MONTHS) + "|sept"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_TH = r"(?:st|nd|rd|th)?"
_FORMS = [
    re.compile(rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)"),
    re.compile(rf"\b(?P<name>{_MONTH})\.?\s+(?P<day>\d{{1,2}}){_TH},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(
        rf"\b(?P<day>\d{{1,2}}){_TH}\s+(?:of\s+)?(?P<name>{_MONTH})\.?,?\s+{_YEAR}", re.IGNORECASE
    ),
    re.compile(rf"\b(?P<one>\d{{1,2}})(?P<sign>[/.-])(?P<other>\d{{1,2}})(?P=sign){_YEAR}"),
    re.compile(rf"\b(?P<name>{_MONTH})\.?,?\s+{_YEAR}", re.IGNORECASE),
]


@dataclass(frozen=True, slots=True)
class Written:
    """A day in a text: where it stands, and which it is. ``day`` is empty for a month alone, for
    no day of the calendar, and when ``ambiguous``: 03/04/2024 is in March or in April.
    """

    start: int
    end: int
    day: dt.date | None
    ambiguous: bool = False


def first_day(text: str, locale: str = "") -> Written | None:
    """The first day written in a text. ``locale``: the source's language and country
    (``en-US``), which settles the order of 03/04/2024.
    """
    matches = [match for form in _FORMS if (match := form.search(text))]
    if not matches:
        return None
    match = min(matches, key=lambda m: (m.start(), -m.end()))
    parts = match.groupdict()
    if "sign" in parts:
        return _numeric(match, locale)
    if "day" not in parts:
        return Written(match.start(), match.end(), None)
    month = _named(parts["name"]) if "name" in parts else int(parts["month"])
    return _written(match, month, int(parts["day"]))


def _named(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, start=1) if month[:3] == name[:3].lower())


def _numeric(match: re.Match[str], locale: str) -> Written:
    one, other = int(match["one"]), int(match["other"])
    country = locale.replace("_", "-").partition("-")[2].upper()
    if match["sign"] == "." or one > 12:
        return _written(match, other, one)
    if other > 12 or country == "US":
        return _written(match, one, other)
    if country:
        return _written(match, other, one)
    if one == other:
        return _written(match, one, other)
    return Written(match.start(), match.end(), None, ambiguous=True)


def _written(match: re.Match[str], month: int, day: int) -> Written:
    try:
        found = dt.date(int(match["year"]), month, day)
    except ValueError:
        found = None
    return Written(match.start(), match.end(), found)
