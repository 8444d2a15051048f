"""Dates, times and pages as exports write them: one way for people, one for machines."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from articles.days import MONTHS

NONCHARACTERS = (
    *range(0xFDD0, 0xFDF0),
    *(plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF)),
)
"""Code points that are no characters, and must not stand in a page (HTML, 13.2.3.5)."""
_REPLACED = dict.fromkeys(NONCHARACTERS, "\ufffd")


def page(html: str) -> str:
    """A page as it may be sent: each noncharacter is shown as replaced."""
    return html.translate(_REPLACED)


def date(day: dt.date) -> str:
    """``November 24, 2026``"""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def local_day(at: dt.datetime | None, time_zone: str) -> dt.date | None:
    """The calendar day of an aware time in the editorial zone."""
    return at.astimezone(ZoneInfo(time_zone)).date() if at else None


def utc(at: dt.datetime | None) -> str | None:
    """``2026-11-24T14:51:49Z``, with a fraction of a second where there is one."""
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if at else None
