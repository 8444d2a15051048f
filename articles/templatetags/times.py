"""Days and instants in words. ``settings.EDITORIAL_TIME_ZONE`` decides the day and the hour.

A naive datetime names no instant, so every function refuses it (``ValueError``). An empty value
shows as nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.days import editorial_zone, in_words, offset


def _local(instant: datetime) -> datetime:
    if timezone.is_naive(instant):
        raise ValueError(f"{instant!r} has no time zone.")
    return instant.astimezone(editorial_zone())


def _day_of(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """``14 Mar 2026``: a date as it is, an instant by the editorial day."""
    return format_date(_day_of(value), "j M Y") if value else ""


def moment(value: datetime | None) -> str:
    """``14 Mar 2026, 10:42 UTC−4``: an instant with its zone."""
    if not value:
        return ""
    local = _local(value)
    return f"{day(value)}, {local:%H:%M} {offset(local)}"


def instant(value: datetime | None, zone: str = "") -> str:
    """``14 Mar 2026, 10:42:08 UTC−4 (America/New_York)``: to the second, for signatures.

    ``zone`` is the one that a signed statement carries, if it carries one.
    """
    if not value:
        return ""
    return in_words(_local(value), zone or settings.EDITORIAL_TIME_ZONE)


def _count(days: int) -> str:
    if days < 60:
        return ngettext("%d day", "%d days", days) % days
    if days < 730:
        return ngettext("%d month", "%d months", days // 30) % (days // 30)
    return ngettext("%d year", "%d years", days // 365) % (days // 365)


def _relative_day(days: int) -> str:
    if near := {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get(days):
        return near
    words = _count(abs(days))
    return _("in %s") % words if days > 0 else _("%s ago") % words


def _relative(value: date | datetime) -> str:
    now = timezone.now()
    days = (_day_of(value) - _day_of(now)).days
    if not isinstance(value, datetime):
        return _relative_day(days)
    seconds = int((value - now).total_seconds())
    minutes = abs(seconds) // 60
    if minutes >= 24 * 60:
        return _relative_day(days)
    if not minutes:
        return _("just now") if seconds <= 0 else _("in a moment")
    if minutes < 60:
        words = ngettext("%d minute", "%d minutes", minutes) % minutes
    else:
        words = ngettext("%d hour", "%d hours", minutes // 60) % (minutes // 60)
    return _("in %s") % words if seconds > 0 else _("%s ago") % words


def ago(value: date | datetime | None) -> SafeString | str:
    """A ``<time>`` that reads “3 days ago” or “in 4 days”, with the absolute time as its title."""
    if not value:
        return ""
    if isinstance(value, datetime):
        machine, title = f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", moment(value)
    else:
        machine, title = value.isoformat(), day(value)
    return format_html(
        '<time class="when" tabindex="0" datetime="{}" title="{}">{}</time>',
        machine,
        title,
        _relative(value),
    )
