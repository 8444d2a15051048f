"""What the ledger says, entry by entry, in the order in which it was said."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from articles.models import LedgerEntry
from articles.stages import Event

CLOCKS_AND_WAITS = dt.timedelta(minutes=2)
"""How far the time of an entry may lie before that of an earlier one in an honest ledger.

An act reads the clock before it waits: for at most three rows (article, reviewer, head of the
ledger), twenty seconds each on both databases (settings). The other minute is for the clocks of
two hosts. Whoever dates an entry back by more than this is found although every hash is right.
"""

CONTENT_EVENTS = (Event.ARTICLE_SAVE, Event.ARTICLE_IMPORT)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry; ``said`` is its payload, empty where that is no JSON object."""

    seq: int
    kind: str
    subject: str
    actor: str
    at: dt.datetime
    said: dict[str, Any]

    def text(self, name: str) -> str:
        """A word of the payload; empty where there is none."""
        return str(self.said.get(name, ""))

    def number(self, name: str) -> int:
        """A number of the payload; 0 where there is none."""
        found = self.said.get(name)
        return found if isinstance(found, int) else 0

    def count(self, name: str) -> int:
        """How many items a list of the payload has."""
        return len(self.items(name))

    def items(self, name: str) -> list[Any]:
        """A list of the payload; empty where there is none."""
        found = self.said.get(name)
        return found if isinstance(found, list) else []


def lines(entries: QuerySet[LedgerEntry]) -> Iterator[Line]:
    """Entries in order, without what proves them."""
    columns = ("seq", "kind", "subject", "actor", "at", "payload")
    rows = entries.order_by("seq").values_list(*columns)
    for seq, kind, subject, actor, at, payload in rows.iterator(2000):
        yield Line(seq, kind, subject, actor, at, json_object(payload))


def json_object(text: str) -> dict[str, Any]:
    """The object that a text of JSON is; empty where it is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


@dataclass(slots=True)
class Said:
    """What is kept of one pass over the ledger; nothing of it grows with each entry.

    ``rows``: the entry that binds each fact and each record outside the articles, by SHA-256.
    ``articles``: subjects of articles, with the entry that began each. ``faults``: entries dated
    back.
    """

    rows: dict[bytes, int] = field(default_factory=dict)
    articles: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_ledger(said_in_order: Iterable[Line]) -> Said:
    said = Said()
    latest: Line | None = None
    horizon = timezone.now() + CLOCKS_AND_WAITS
    for line in said_in_order:
        if latest is not None and line.at < latest.at - CLOCKS_AND_WAITS:
            said.faults.append(
                f"Entry {line.seq}: it is dated before entry {latest.seq}, which came earlier."
            )
        if line.at > horizon:
            said.faults.append(f"Entry {line.seq}: it is dated in the future.")
        if latest is None or line.at > latest.at:
            latest = line
        if "row" in line.said:
            said.rows[key_of(line.said["row"])] = line.seq
        if line.kind in CONTENT_EVENTS:
            said.articles.setdefault(line.subject, line.seq)
    return said


def key_of(digest: object) -> bytes:
    """The 32 bytes of a digest; of anything else, what it looks like."""
    text = str(digest)
    try:
        return bytes.fromhex(text.removeprefix("sha256:"))
    except ValueError:
        return text.encode()
