"""Refused signing acts stay on record, whoever tried."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.utils import timezone

from articles import ledger
from articles.errors import InputRefused, TransitionRefused
from articles.models import Article, LedgerEntry
from articles.stages import Event

from .transitions import Transition

REFUSALS_KEPT_APART = dt.timedelta(minutes=1)
"""One ledger entry per person, article and reason in this time."""


def record(transition: Transition, article: Article, actor: User, error: Exception) -> None:
    """Refused signing acts stay on record, in a transaction of their own, after the rollback."""
    match error:
        case TransitionRefused():
            codes = sorted({refusal.code for refusal in error.refusals})
        case InputRefused():
            codes = [f"{error.field}_{error.code}"]
        case _:
            codes = ["no_permission"]
    now = timezone.now()
    said = " ".join([transition.name, *codes])
    recent = LedgerEntry.objects.about(article.subject).filter(
        kind=Event.REFUSED, actor=actor.username, at__gt=now - REFUSALS_KEPT_APART
    )
    if any(f'"refused":"{said}"' in entry.payload for entry in recent):
        return
    ledger.append(
        Event.REFUSED,
        actor=actor.username,
        subject=article.subject,
        at=now,
        payload={"refused": said},
    )
