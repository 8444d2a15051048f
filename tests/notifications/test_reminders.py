"""On which days somebody is reminded: one table of dates, and what a missed day does."""

from __future__ import annotations

import datetime as dt

import pytest

from articles.notifications import reminders

DUE = dt.date(2026, 3, 10)
"""A week after daylight saving time begins in New York: dates know no hours."""
ONE = dt.timedelta(days=1)

NEAR_DUE = {-3, -1, 0, 1, 3, 7, 14, 21, 28}
OVERDUE = {1, 3, 7, 14, 21, 28}
UNANSWERED = {5, 12, 19, 26}


@pytest.mark.parametrize("days", range(-10, 30))
def test_each_day_reminds_or_does_not_as_the_table_says(days: int) -> None:
    day = DUE + dt.timedelta(days=days)
    found = {
        rule.__name__: reminders.fell(rule, DUE, after=day - ONE, until=day)
        for rule in (reminders.is_near_due, reminders.is_overdue, reminders.is_unanswered)
    }
    assert found == {
        "is_near_due": days in NEAR_DUE,
        "is_overdue": days in OVERDUE,
        "is_unanswered": days in UNANSWERED,
    }


@pytest.mark.parametrize(
    ("after", "until", "fell"),
    [
        (-5, -4, False),  # nothing yet
        (-5, -3, True),
        (-4, -2, True),  # the day itself was missed
        (-3, -2, False),  # it was given
        (-3, -3, False),  # the same day again
        (3, 6, False),
        (3, 9, True),
        (7, 13, False),
        (7, 14, True),
        (-9, 40, True),
    ],
)
def test_a_day_that_was_missed_is_made_up_for_once(after: int, until: int, fell: bool) -> None:
    first, last = (DUE + dt.timedelta(days=days) for days in (after, until))
    assert reminders.fell(reminders.is_near_due, DUE, after=first, until=last) == fell
