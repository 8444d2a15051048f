"""What an entry in the ledger costs, and how fast the whole is walked."""

from __future__ import annotations

import itertools
import statistics
import time
import tracemalloc
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from articles import integrity, ledger
from articles.models import LedgerEntry
from articles.stages import Event
from tests.benchmarks import measure
from tests.benchmarks.measure import Figure

IN_ONE = 10
"""Entries in one transaction where their share of a caller's transaction is measured."""
KINDS = (Event.ARTICLE_SAVE, Event.SUBMIT, Event.SIGN_OFF, Event.PUBLISH, Event.EXPORT)
SUBJECTS = 200
"""Entries are spread over kinds and articles as a real ledger's are: both indexes grow within."""
PEAK = 8
"""Megabytes that a walk may hold at once, whatever the length."""

_number = itertools.count()


def append() -> None:
    """An entry like that of a saved draft, with the longest subject an article has."""
    number = next(_number)
    ledger.append(
        KINDS[number % len(KINDS)],
        actor="wren",
        subject=f"article:{uuid.UUID(int=number % SUBJECTS * 7919 << 96)}",
        at=timezone.now(),
        payload={"content": "sha256:" + "5e" * 32, "version": 3, "reason": "A better wording"},
    )


def checking() -> list[Figure]:
    """Everything held against everything, on the database that the lifecycles left."""
    reports = []
    seconds = measure.seconds(lambda: reports.append(integrity.check(every_checkpoint=True)))
    [report] = reports
    return [
        Figure("entries checked with all their rows", report.entries, ""),
        Figure("… faults", len(report.faults), "", limit=0),
        Figure("… records, signatures, every checkpoint", report.entries / seconds, "1/s"),
    ]


def appending(count: int) -> list[Figure]:
    for _ in range(SUBJECTS):
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
        Figure("… in table and indexes", grown, "bytes", limit=1024),
        Figure("ledger append, CPU of this process", cpu, "ms", limit=0.5),
        Figure("… of which round trips to the database", _round_trips(), "ms"),
        Figure("ledger append within a transaction", wall, "ms"),
        Figure("ledger append in one of its own (median)", 1000 * statistics.median(apart), "ms"),
    ]


def _entry_bytes() -> int:
    entry = LedgerEntry.objects.latest("seq")
    texts = (entry.kind, entry.subject, entry.actor, entry.core, entry.payload, entry.checkpoint)
    numbers = 8 + 8  # seq, at
    return sum(len(part.encode()) for part in texts) + len(entry.salt) + len(entry.leaf) + numbers


def _within(count: int) -> tuple[float, float]:
    """Milliseconds and CPU milliseconds of one entry, BEGIN and COMMIT left out.

    The median of the rounds: this machine's neighbours are not in the figure.
    """
    wall, cpu = [], []
    for _ in range(max(1, count // IN_ONE)):
        with transaction.atomic():
            began, used = time.perf_counter(), time.process_time()
            for _ in range(IN_ONE):
                append()
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - used)
    return 1000 * statistics.median(wall) / IN_ONE, 1000 * statistics.median(cpu) / IN_ONE


def _round_trips() -> float:
    """CPU milliseconds of as many empty questions as an append sends messages."""
    messages = 2 if connection.vendor == "postgresql" else 3
    used = []
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(200):
            began = time.process_time()
            for _ in range(messages):
                cursor.execute("SELECT 1")
                cursor.fetchone()
            used.append(time.process_time() - began)
    return 1000 * statistics.median(used)


def walking(entries: int) -> list[Figure]:
    """The walk over a ledger that has been filled up to so many entries; the best of five.

    Memory is that of a ledger a quarter as long and of the whole: it must not grow along.
    """
    _fill(entries // 4)
    quarter = _peak(ledger.walk)
    _fill(entries)
    found = ledger.walk()
    assert not found.faults, found.faults[:3]
    used = time.process_time()
    quick = min(measure.seconds(ledger.walk) for _ in range(5))
    used = (time.process_time() - used) / 5
    full = measure.seconds(lambda: ledger.walk(every_checkpoint=True))
    proof = measure.seconds(lambda: ledger.prove(found.entries // 3))
    return [
        Figure("entries walked", found.entries, ""),
        Figure("chain, tree, newest checkpoint", found.entries / quick, "1/s", floor=20_000),
        Figure("… in a second of this process's CPU", found.entries / used, "1/s"),
        Figure("… most memory, a quarter of the entries", quarter, "MB", limit=PEAK),
        Figure("… most memory, all entries", _peak(ledger.walk), "MB", limit=PEAK),
        Figure("… and every checkpoint's signature", found.entries / full, "1/s"),
        Figure("inclusion proof of one entry", 1000 * proof, "ms"),
        Figure("… most memory", _peak(lambda: ledger.prove(found.entries // 3)), "MB", limit=PEAK),
    ]


def _fill(entries: int) -> None:
    while (missing := entries - LedgerEntry.objects.count()) > 0:
        with transaction.atomic():
            for _ in range(min(missing, 500)):
                append()


def _peak(act: Callable[[], Any]) -> float:
    """The most megabytes that Python held at once for it."""
    tracemalloc.start()
    act()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1_000_000
