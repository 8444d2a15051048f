"""What a worker at an export tells its row, and is told by it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from articles.delivery import Delivered, Refused, Stopped, Written
from articles.models import Export
from articles.models.export import LEASE

PULSE = 1.0
"""Seconds between two signs of life, at least."""


def came_of(done: Delivered) -> dict[str, Any]:
    """What the row keeps: how many left, what stayed and why, what to take down, the cursor."""
    taken = [
        {"slug": item.slug, "at": item.at.isoformat(), "why": item.why} for item in done.withdrawn
    ]
    counted = {"done": len(done.slugs), "cursor": done.cursor}
    return {"refused": staying(done.refused), "withdrawn": taken, **counted}


def staying(refused: Sequence[Refused]) -> list[dict[str, Any]]:
    """What the row keeps of articles that did not leave."""
    return [
        {
            "slug": item.slug,
            "reasons": [reason.message for reason in item.reasons],
            "held": item.held,
        }
        for item in refused
    ]


class Pulse:
    """Shows signs of life, and ends the export when it was cancelled or another holds it."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.beat = time.monotonic()

    def planned(self, total: int) -> None:
        self._tell(total=total, done=0)

    def written(self, done: int) -> None:
        if time.monotonic() - self.beat >= PULSE:
            self._tell(done=done)

    def recorded(self, done: Delivered, files: Sequence[Written]) -> None:
        """Part of the ledger entry's transaction: both are there, or neither."""
        listed = [asdict(file) for file in files]
        self._tell(files=listed, tries=1, **came_of(done))
        self.export.files, self.export.tries = listed, 1

    def _tell(self, **columns: Any) -> None:
        until = timezone.now() + LEASE
        told = (
            Export.objects.filter(pk=self.export.pk, leased_until=self.export.leased_until)
            .open()
            .filter(is_cancelled=False)
            .update(leased_until=until, **columns)
        )
        if not told:
            raise Stopped
        self.export.leased_until, self.beat = until, time.monotonic()
