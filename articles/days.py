"""Dates: which day a moment falls on, and what is so many months later."""

from __future__ import annotations

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings


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
