"""Two times: the day that is judged, and the moment whose knowledge judges it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from articles.days import editorial_date, editorial_zone


@dataclass(frozen=True, slots=True)
class AsOf:
    """What held on the day ``on``, by what was on record at ``known_at``."""

    on: dt.date
    known_on: dt.date
    known_at: dt.datetime
    today: dt.date

    @property
    def is_today(self) -> bool:
        return self.on == self.today == self.known_on

    @property
    def is_hindsight(self) -> bool:
        """Whether less was known then than is on record now."""
        return self.known_on < self.today

    @property
    def is_ahead(self) -> bool:
        return self.on > self.today

    @property
    def query(self) -> str:
        """The address part that asks the same of another page; empty for today."""
        return (
            "" if self.is_today else f"?on={self.on.isoformat()}&known={self.known_on.isoformat()}"
        )

    def knew(self, at: dt.datetime) -> bool:
        return at <= self.known_at


def as_of(on: dt.date | None = None, known: dt.date | None = None) -> AsOf:
    """Both default to now. A day is known to its last moment in the editorial time zone."""
    now = timezone.now()
    today = editorial_date(now)
    known_on = min(known or today, today)
    return AsOf(on or today, known_on, now if known_on == today else _end_of(known_on), today)


def _end_of(day: dt.date) -> dt.datetime:
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), editorial_zone())
    return midnight.astimezone(dt.UTC) - dt.timedelta(microseconds=1)
