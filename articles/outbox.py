"""Mails that an act owes. Knows neither their words nor who sends them."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.dispatch import Signal

from articles.models import Delivery
from articles.stages import DeliveryKind

owed = Signal()
"""Sent once the act is stored, with ``delivery_id``. Whoever sends mails connects to it."""


def owe(kind: DeliveryKind, user: User, about: str, at: dt.datetime) -> None:
    """Write down, with the act that causes it, that a person gets a mail; one INSERT.

    ``about``: what the mail is about, up to 80 characters. The same kind, thing and person are owed
    one mail, however often this is said. Whatever happens to the mail, the act stands; should the
    process end before the signal, a worker's sweep finds the row later (``handing.PATIENCE``).
    """
    row = Delivery(kind=kind, user=user, about=about, created_at=at, due_at=at, handed_on_at=at)
    # The update changes nothing: it makes the database name the row that is there already.
    (stored,) = Delivery.objects.bulk_create(
        [row],
        update_conflicts=True,
        update_fields=["kind"],
        unique_fields=["kind", "about", "user"],
    )

    def announce() -> None:
        owed.send(sender=Delivery, delivery_id=stored.pk)

    # Robust: a mail that cannot be handed on is logged, and breaks nobody's request.
    transaction.on_commit(announce, robust=True)
