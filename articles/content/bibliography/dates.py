"""Days as reference managers write them."""

from __future__ import annotations

import re
from typing import Any

from .parts import MONTHS

_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_ORDERED = re.compile(r"(\d{4})(?:[-/.](\d{1,2})?(?:[-/.](\d{1,2}))?)?(?:[/T ].{0,80})?")
_WORD = re.compile(r"[A-Za-z]{3,9}")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_LONGEST = 100


def day(text: str) -> dict[str, Any] | None:
    """A CSL date of ``2024/03/05/``, ``2024-03``, ``2024 Mar 5``, ``5 March 2024`` or ``2024``.

    A season or a second month is dropped: the year stays. None where no year is found.
    """
    text = text.strip()[:_LONGEST]
    ordered = _ORDERED.fullmatch(text)
    if ordered and (ordered[2] or len(text) == 4):
        numbers = [int(part) for part in ordered.groups() if part and int(part)]
        return {"date-parts": [numbers]}
    year = _YEAR.search(text)
    if not year:
        return None
    return {"date-parts": [[int(year[1]), *_month_and_day(text.replace(year[1], " ", 1))]]}


def _month_and_day(rest: str) -> list[int]:
    month = next((found for word in _WORD.findall(rest) if (found := month_of(word))), 0)
    days = _DAY.findall(rest)
    if not month:
        return []
    return [month, int(days[0])] if len(days) == 1 else [month]


def month_of(word: str) -> int:
    """1 to 12 of an English name, its beginning or a number; 0 of anything else."""
    word = word.strip().rstrip(".")
    if re.fullmatch(r"0?[1-9]|1[0-2]", word):
        return int(word)
    names = (name.lower() for name in MONTHS)
    lower = word.lower()
    at = (n for n, name in enumerate(names, 1) if len(lower) >= 3 and name.startswith(lower))
    return next(at, 9 if lower == "sept" else 0)
