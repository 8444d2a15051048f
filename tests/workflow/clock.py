"""A clock that tests set: everything that asks for the time gets this one's."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


class Clock:
    """Stands in for ``django.utils.timezone.now``; stands still unless it is moved."""

    def __init__(self) -> None:
        self.at = timezone.now()

    def __call__(self) -> dt.datetime:
        return self.at

    def forward(self, **period: float) -> None:
        """Let days, hours or seconds pass; a day on which clocks are changed here counts as one."""
        days = dt.timedelta(days=period.pop("days", 0))
        then = timezone.localtime(self.at) + days
        self.at = then.astimezone(self.at.tzinfo) + dt.timedelta(**period)

    def set(self, *moment: int) -> None:
        """Year, month, day, hour … in UTC."""
        self.at = dt.datetime(*moment, tzinfo=dt.UTC)
