"""Rows that wait for a worker, each handed on to a job.

The row says when (``handed_on_at``), whatever keeps the jobs: any backend of django-tasks serves.
It is marked as it is made, for its job follows at once. A second job for a row does no harm: one
worker takes the row, and clears the mark.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

PATIENCE = dt.timedelta(minutes=15)
"""How long a job may wait for a worker before another is made: it may be lost."""


def _idle(now: dt.datetime) -> Q:
    """Never handed on, or so long ago (or, by a clock set back since, ahead) that it is lost."""
    at = "handed_on_at"
    lost = Q(**{f"{at}__lte": now - PATIENCE}) | Q(**{f"{at}__gt": now + PATIENCE})
    return Q(**{at: None}) | lost


def begin(rows: QuerySet[Any], key: Any, enqueue: Callable[[Any], object]) -> None:
    """Make a job for a row that is marked.

    Where that fails the mark is taken off, so that the next sweep tries, and the error is the
    caller's.
    """
    try:
        enqueue(key)
    except Exception:
        rows.filter(pk=key).update(handed_on_at=None)
        raise


def hand_on(due: QuerySet[Any], enqueue: Callable[[Any], object], at_once: int) -> str:
    """Hand on each that is due and waits in no job, the first of them; what was done, in words.

    ``due``: in the order in which they are handed on. ``at_once``: how many are looked at.
    """
    now, count = timezone.now(), 0
    idle = due.filter(_idle(now))
    for key in list(idle.values_list("pk", flat=True)[:at_once]):
        if idle.filter(pk=key).update(handed_on_at=now):  # no other sweep was faster
            begin(due, key, enqueue)
            count += 1
    return f"handed on {count}" if count else ""
