"""How figures are taken: statements, bytes in the database, seconds; each beside its limit."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

_FRAMES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK")
_SYLLABLES = ("ar", "ber", "con", "dol", "er", "fin", "gal", "hem", "in", "jo", "kin", "lum", "mor")


@dataclass(frozen=True)
class Figure:
    """One measured number. ``limit`` is the most it may be, ``floor`` the least; neither: shown."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    floor: float | None = None

    @property
    def verdict(self) -> str:
        if self.limit is None and self.floor is None:
            return ""
        over = self.limit is not None and self.value > self.limit
        under = self.floor is not None and self.value < self.floor
        return "over" if over or under else "ok"

    @property
    def bound(self) -> str:
        if self.limit is not None:
            return f"≤ {self.limit:,g}"
        return f"≥ {self.floor:,g}" if self.floor is not None else ""

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "verdict": self.verdict}


def sent(act: Callable[[], Any]) -> list[str]:
    """The statements that an act sends, BEGIN, COMMIT and savepoints among them."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured]


def without_frames(statements: Iterable[str]) -> list[str]:
    return [sql for sql in statements if not sql.startswith(_FRAMES)]


def statements(act: Callable[[], Any]) -> tuple[int, int]:
    """How many statements an act sends: without BEGIN, COMMIT and savepoints, and with them."""
    found = sent(act)
    return len(without_frames(found)), len(found)


def size() -> int:
    """Bytes in tables and indexes, the write-ahead log folded in."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            )
        else:
            cursor.execute(
                "SELECT SUM(pg_total_relation_size(c.oid)) FROM pg_class c "
                "JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE c.relkind = 'r' AND n.nspname = current_schema()"
            )
        return int(cursor.fetchone()[0])


def compact() -> int:
    """Bytes that are left once dead rows and free pages are given back."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM" if connection.vendor == "sqlite" else "VACUUM FULL")
    return size()


def analyse() -> None:
    """Let the planner know what was just loaded, as a database that has run for a while does."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def in_turn(acts: Iterable[Callable[[int], Any]], each: int, blocks: int = 5) -> list[float]:
    """Median seconds of one call of each act; blocks alternate, so that noise hits all alike."""
    acts, number = list(acts), 0
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(blocks):
        for act, found in zip(acts, taken, strict=True):
            for _ in range(max(1, each // blocks)):
                number += 1
                began = time.perf_counter()
                act(number)
                found.append(time.perf_counter() - began)
    return [statistics.median(found) for found in taken]


def text(length: int, seed: int) -> str:
    """Words that compress about as well as prose does, in paragraphs; no two seeds alike."""
    chance = random.Random(seed)
    words: list[str] = []
    room = length
    while room > 0:
        word = "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4)))
        if chance.random() < 0.01:
            word += ".\n\n"
        words.append(word)
        room -= len(word) + 1
    return " ".join(words)[:length]
