"""Write one fact, or one row with a history, with the ledger entry that binds it."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from articles import ledger
from articles.models import annotate
from articles.rows import row_digest
from articles.stages import Event

from .holding import clean

M = TypeVar("M", bound=models.Model)


def add(row: M, event: Event, actor: User, subject: str, says: str = "", **more: Any) -> M:
    """Insert a row of record: without its entry it would be nobody's word.

    ``says`` is what the ledger tells in words, and ``more`` stands beside it; both go out with
    exports, so nothing private.
    Raises ``InputRefused`` for a field that is wrong.
    """
    clean(row)
    row.save(force_insert=True)
    ledger.append(
        event,
        actor=actor.username,
        subject=subject,
        at=timezone.now(),
        payload={"row": row_digest(row), "says": says or str(row), **more},
    )
    return row


def put(row: M, event: Event, actor: User, reason: str, **more: Any) -> M:
    """Save a row with a history: its record says who and why, and its entry binds the record.

    ``more`` goes into the entry beside that. The caller has judged and cleaned.
    """
    annotate(row, user=actor, reason=reason)
    row.save()
    # What has a history got ``history`` from simple_history.
    record = row.history.order_by("-history_id").first()  # type: ignore[attr-defined]
    ledger.append(
        event,
        actor=actor.username,
        subject=f"{row._meta.model_name}:{row.pk}",
        at=timezone.now(),
        payload={"row": row_digest(record), "says": str(row), "reason": reason, **more},
    )
    return row
