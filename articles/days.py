"""Dates: which day a moment falls on, what is so many months later, which moment a clock shows."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.utils.translation import gettext as _

from articles.errors import InputRefused

# Spelled out, because neither the active translation nor the C locale may change a byte.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?", re.ASCII)


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


@cache
def zones() -> frozenset[str]:
    """The IANA names of the time zones that this machine knows."""
    return frozenset(available_timezones())


def named_zone(name: str, field: str = "time_zone") -> ZoneInfo:
    """Raises ``InputRefused`` for a zone that this machine does not know."""
    if name not in zones():
        raise InputRefused(field, _("there is no time zone “%s”.") % name, "unknown")
    return ZoneInfo(name)


def moment(
    local: str | dt.datetime, zone: str, *, field: str = "release_at", zone_field: str = "time_zone"
) -> dt.datetime:
    """The moment, in UTC, at which clocks in a zone show a local time: ``2026-10-25T02:30``.

    Where clocks are put back, one hour comes twice: an offset behind the time,
    ``2026-10-25T02:30+02:00``, says which is meant.

    Raises ``InputRefused`` for a zone that is unknown, for a time that cannot be read, that never
    comes or comes twice there, and for an offset that the zone does not have at that time.
    """
    there = named_zone(zone, zone_field)
    try:
        given = _read(local, field) if isinstance(local, str) else local
        return _with_offset(given, there, field) if given.tzinfo else _there(given, there, field)
    except OverflowError:
        raise InputRefused(field, _unreadable(), "unreadable") from None


def _read(text: str, field: str) -> dt.datetime:
    try:
        written = _WRITTEN.fullmatch(text.strip())
        return dt.datetime.fromisoformat(written.group() if written else "")
    except ValueError:
        raise InputRefused(field, _unreadable(), "unreadable") from None


def _unreadable() -> str:
    return _("write the time as in 2026-10-25T14:30.")


def _with_offset(given: dt.datetime, there: ZoneInfo, field: str) -> dt.datetime:
    at = given.astimezone(there)
    if at.utcoffset() != given.utcoffset():
        said = {"zone": there.key, "offset": offset(at)}
        message = _("clocks in %(zone)s stand at %(offset)s at that moment.") % said
        raise InputRefused(field, message, "offset")
    return at.astimezone(dt.UTC)


def _there(given: dt.datetime, there: ZoneInfo, field: str) -> dt.datetime:
    """Both readings of a local time, the earlier first; one of them, or the reason why not."""
    readings = [given.replace(tzinfo=there, fold=fold) for fold in (0, 1)]
    at = [each for each in readings if _comes(each, there)]
    said = {"zone": there.key, "time": f"{given:%Y-%m-%dT%H:%M}"}
    if not at:
        message = _("there is no %(time)s in %(zone)s: clocks are put forward then.") % said
        raise InputRefused(field, message, "gap")
    if at[0].utcoffset() != at[-1].utcoffset():
        said |= {"first": at[0].isoformat("T", "minutes"), "then": at[1].isoformat("T", "minutes")}
        message = _("%(time)s comes twice in %(zone)s; write %(first)s or %(then)s.") % said
        raise InputRefused(field, message, "twice")
    return at[0].astimezone(dt.UTC)


def _comes(at: dt.datetime, there: ZoneInfo) -> bool:
    back = at.astimezone(dt.UTC).astimezone(there)
    return back.replace(tzinfo=None, fold=0) == at.replace(tzinfo=None, fold=0)
