"""Releases that wait for their moment: moved, ended and made by nobody."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from articles.canonical import canonical_bytes, digest
from articles.models import LedgerEntry, Publication, Schedule
from articles.stages import Event, ScheduleOutcome

from .classes import YEARS_AGO, Tamper, tampering
from .hand import alter, copy, entry_with, erase
from .town import Town

LATER = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


def came(town: Town) -> Schedule:
    """The one whose moment came."""
    return town.ordered.schedules.get()


def order(outcome: str) -> Schedule:
    return Schedule.objects.select_related("article").get(outcome=outcome)


def named(row: Schedule, *faults: str) -> list[str]:
    return [f"Scheduled release {row.pk} of {row.article.slug}: {fault}." for fault in faults]


def says_another(what: str, **columns: Any) -> Tamper:
    def tamper(town: Town) -> list[str]:
        row = came(town)
        alter(row, **columns)
        return named(row, f"the ledger says another {what}", f"another {what} was signed")

    return tamper


tampering("an order with another note")(says_another("note", note="Nothing changed."))
tampering("an order for another kind of edition")(says_another("kind of edition", is_minor=True))


@tampering("an order for another moment")
def _(town: Town) -> list[str]:
    row = came(town)
    alter(row, release_at=YEARS_AGO)
    return named(row, "the ledger says another moment", "another moment was signed")


@tampering("an order that waits for a later moment")
def _(town: Town) -> list[str]:
    row = order("")
    alter(row, release_at=LATER)
    return named(row, "the ledger says another moment", "another moment was signed")


@tampering("an order in another time zone")
def _(town: Town) -> list[str]:
    row = came(town)
    alter(row, time_zone="Asia/Tokyo")
    return named(row, "the ledger says another time zone", "another moment was signed")


@tampering("an order on another round")
def _(town: Town) -> list[str]:
    row = came(town)
    alter(row, round_id=town.live.rounds.get(number=1).pk)
    return named(row, "the ledger says another round")


def ended_otherwise(which: str, told: str, /, **columns: Any) -> Tamper:
    def tamper(town: Town) -> list[str]:
        row = order(which)
        alter(row, **columns)
        return named(row, f"its end is not the one on record ({told})")

    return tamper


_END = {"ended_at": YEARS_AGO, "outcome": ScheduleOutcome.CANCELLED, "why": "So be it."}
for _what, _tamper in {
    "an order that waits and is said to be cancelled": ended_otherwise("", "it waits", **_END),
    "a cancelled order that waits again": ended_otherwise(
        "cancelled", "cancelled", ended_at=None, outcome="", ended_by_id=None, why=""
    ),
    "an order that was refused for other reasons": ended_otherwise(
        "refused", "refused", why="He said so."
    ),
    "an order that ended at another time": ended_otherwise(
        "released", "released", ended_at=YEARS_AGO
    ),
    "an order that was cancelled by nobody": ended_otherwise(
        "cancelled", "cancelled", ended_by_id=None
    ),
    "an overtaken order that is said to be refused": ended_otherwise(
        "overtaken", "overtaken", outcome=ScheduleOutcome.REFUSED
    ),
}.items():
    tampering(_what)(_tamper)


@tampering("a deleted order")
def _(town: Town) -> list[str]:
    row = order("cancelled")
    entry = LedgerEntry.objects.about(row.article.subject).get(kind=Event.SCHEDULE)
    erase(row)
    return [f"Entry {entry.seq}: the scheduled release it binds is gone."]


@tampering("an order that was never given")
def _(town: Town) -> list[str]:
    row = order("cancelled")
    free = town.live.signatures.filter(publication__isnull=False)[0]
    copy(row, id=9_000_000, signature_id=free.pk)
    row.pk = 9_000_000
    return named(row, "no ledger entry says that it was ordered")


@tampering("a release under the signature of an order that was not carried out")
def _(town: Town) -> list[str]:
    waits, row = order("overtaken"), Publication.objects.get(article=town.ordered)
    alter(row, signature_id=waits.signature_id)
    return [f"Publication {row.pk}: the ledger says another signature."]


@tampering("an order whose signature says no moment")
def _(town: Town) -> list[str]:
    row = came(town)
    signature = row.signature
    said = json.loads(signature.statement)
    bound = entry_with("statement", signature.statement_digest)
    del said["not_before"]
    data = canonical_bytes(said)
    alter(signature, statement=data.decode(), statement_digest=digest(data))
    return [
        *named(row, "another moment was signed"),
        f"Signature {signature.pk}: no ledger entry about its article binds its statement.",
        f"Entry {bound}: its signature is gone or was altered.",
    ]
