"""Too many wrong tries: the lock is on record, and told to those who can act on it."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction

from articles import ledger, outbox, roles
from articles.stages import DeliveryKind, Event


@transaction.atomic
def tell(user: User, at: dt.datetime) -> None:
    """One ledger entry, and a mail to the owner and to each managing editor."""
    about = f"{at.isoformat()}:{user.pk}"
    editors = User.objects.filter(is_active=True, groups__name=roles.MANAGING_EDITORS)
    for reader in {user, *editors}:
        outbox.owe(DeliveryKind.SIGNING_LOCKED, reader, about, at)
    ledger.append(
        Event.SIGNING_LOCK,
        actor=user.username,
        subject=f"account:{user.pk}",
        at=at,
        payload={"username": user.username},
    )
