"""What an entry in the ledger costs, and how fast the whole is walked."""

from __future__ import annotations

import statistics
import time

from django.db import transaction
from django.utils import timezone

from articles import ledger
from articles.models import LedgerEntry
from articles.stages import Event
from tests.benchmarks import measure
from tests.benchmarks.measure import Figure

IN_ONE = 10
"""Entries in one transaction where their share of a caller's transaction is measured."""


def append() -> None:
    """An entry like that of a saved draft, with the longest subject an article has."""
    ledger.append(
        Event.ARTICLE_SAVE,
        actor="wren",
        subject="article:7f3c1d52-9a40-4b0e-8d7e-5a1c9be2f604",
        at=timezone.now(),
        payload={"content": "sha256:" + "5e" * 32, "version": 3, "reason": "A better wording"},
    )


def appending(count: int) -> list[Figure]:
    append()
    sent, with_frames = measure.statements(append)
    before = measure.size()
    apart = [measure.seconds(append) for _ in range(count)]
    grown = (measure.size() - before) / count
    wall, cpu = _within(count)
    return [
        Figure("ledger append, statements", sent, "", limit=4),
        Figure("… with BEGIN and COMMIT", with_frames, ""),
        Figure("ledger entry, bytes in its columns", _entry_bytes(), "bytes", limit=1024),
        Figure("… in table and three indexes", grown, "bytes", limit=1024),
        Figure("ledger append, CPU of this process", cpu, "ms", limit=0.5),
        Figure("ledger append within a transaction", wall, "ms"),
        Figure("ledger append in one of its own (median)", 1000 * statistics.median(apart), "ms"),
    ]


def _entry_bytes() -> int:
    entry = LedgerEntry.objects.latest("seq")
    texts = (entry.kind, entry.subject, entry.actor, entry.core, entry.payload, entry.checkpoint)
    numbers = 8 + 8  # seq, at
    return sum(len(part.encode()) for part in texts) + len(entry.salt) + len(entry.leaf) + numbers


def _within(count: int) -> tuple[float, float]:
    """Milliseconds and CPU milliseconds of one entry, BEGIN and COMMIT left out."""
    wall = cpu = 0.0
    rounds = max(1, count // IN_ONE)
    for _ in range(rounds):
        with transaction.atomic():
            began, used = time.perf_counter(), time.process_time()
            for _ in range(IN_ONE):
                append()
            wall += time.perf_counter() - began
            cpu += time.process_time() - used
    return 1000 * wall / (rounds * IN_ONE), 1000 * cpu / (rounds * IN_ONE)


def walking(entries: int) -> list[Figure]:
    """The walk over a ledger that has been filled up to so many entries; the best of five."""
    while (missing := entries - LedgerEntry.objects.count()) > 0:
        with transaction.atomic():
            for _ in range(min(missing, 500)):
                append()
    found = ledger.walk()
    assert not found.faults, found.faults[:3]
    used = time.process_time()
    quick = min(measure.seconds(ledger.walk) for _ in range(5))
    used = (time.process_time() - used) / 5
    full = measure.seconds(lambda: ledger.walk(every_checkpoint=True))
    return [
        Figure("entries walked", found.entries, ""),
        Figure("chain, tree, newest checkpoint", found.entries / quick, "1/s", floor=20_000),
        Figure("… in a second of this process's CPU", found.entries / used, "1/s"),
        Figure("… and every checkpoint's signature", found.entries / full, "1/s"),
    ]
