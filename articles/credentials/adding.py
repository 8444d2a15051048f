"""Add one fact about a reviewer, with the ledger entry that binds it."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from articles import ledger
from articles.rows import row_digest
from articles.stages import Event

from .holding import clean

M = TypeVar("M", bound=models.Model)


def add(row: M, event: Event, actor: User, subject: str, says: str = "") -> M:
    """Insert a row of record: without its entry it would be nobody's word.

    ``says`` is what the ledger tells in words; it goes out with exports, so nothing private.
    Raises ``InputRefused`` for a field that is wrong.
    """
    clean(row)
    row.save(force_insert=True)
    ledger.append(
        event,
        actor=actor.username,
        subject=subject,
        at=timezone.now(),
        payload={"row": row_digest(row), "says": says or str(row)},
    )
    return row
