"""The job that sends a mail. It may run twice, late, or beside itself: the lease sorts that out."""

from __future__ import annotations

from typing import Any

from django_tasks import task

from articles import handing
from articles.models import Delivery

from .deliveries import send


@task
def deliver(delivery_id: int) -> str:
    return send(delivery_id).value


def hand_on(*, delivery_id: int, **_signal: Any) -> None:
    """Receiver of ``outbox.owed``."""
    handing.begin(Delivery.objects.open(), delivery_id, deliver.enqueue)
