"""Dates: which day a moment falls on, and what is so many months later."""

from __future__ import annotations

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

# Spelled out, because neither the active translation nor the C locale may change a byte.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def editorial_zone() -> ZoneInfo:
    return ZoneInfo(settings.EDITORIAL_TIME_ZONE)


def editorial_date(at: dt.datetime) -> dt.date:
    """The day of a moment in the editorial time zone: decides every date in the product."""
    return at.astimezone(editorial_zone()).date()


def clock_time(at: dt.datetime) -> str:
    """``14:05``: the hour of a moment in the editorial time zone."""
    return f"{at.astimezone(editorial_zone()):%H:%M}"


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month; the month's last day where there is none such."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))


def offset(local: dt.datetime) -> str:
    """``UTC``, ``UTC−5`` or ``UTC+5:30``: how far an aware time stands from UTC."""
    minutes = int((local.utcoffset() or dt.timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def in_words(at: dt.datetime, zone: str) -> str:
    """``24 Nov 2026, 09:51:49 UTC−5 (America/New_York)``: an aware time, to the second.

    One form of the moment of a signature, on pages, in mails and in exports.
    """
    local = at.astimezone(ZoneInfo(zone))
    day = f"{local.day} {MONTHS[local.month - 1][:3]} {local.year}"
    return f"{day}, {local:%H:%M:%S} {offset(local)} ({zone})"
