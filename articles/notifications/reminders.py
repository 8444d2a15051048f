"""On which days somebody is reminded. Only dates: what is said on them is the digest's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

BEFORE = (3, 1)
"""Days before the due date: time to plan an hour, and the evening before."""
AFTER = (0, 1, 3, 7)
"""Days past it: at once, while the week lasts, and when it is over; then every ``EVERY`` days."""
EVERY = 7
"""Once a week a mail is still read; more often it becomes noise."""
ANSWER = 5
"""Days that an invitation may stay unanswered: a working week, weekends not counted out."""


def is_near_due(past: int) -> bool:
    """Whether a reviewer is reminded so many days past the due date (before it: below zero)."""
    return -past in BEFORE or past in AFTER or is_overdue(past)


def is_overdue(past: int) -> bool:
    """Whether an editor is told so many days past the due date."""
    return past > 0 and (past in AFTER or past % EVERY == 0)


def is_unanswered(waited: int) -> bool:
    """Whether an editor is told so many days after the invitation."""
    return waited >= ANSWER and (waited - ANSWER) % EVERY == 0


def fell(rule: Callable[[int], bool], day: dt.date, *, after: dt.date, until: dt.date) -> bool:
    """Whether a day of the rule, counted from ``day``, fell after one date and by another.

    So a day on which nothing ran is made up for by the next run, once.
    """
    first, last = (after - day).days + 1, (until - day).days
    return any(rule(days) for days in range(first, last + 1))
