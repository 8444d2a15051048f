"""Releases: of another text, at another time, by nobody."""

from __future__ import annotations

from typing import Any

from articles.models import (
    Publication,
)

from .classes import YEARS_AGO, Tamper, edition, given, records, tampering
from .hand import alter, copy, entry_with, erase
from .town import Town


def publication_says(what: str, **columns: Any) -> Tamper:
    def tamper(town: Town) -> list[str]:
        row = edition(town)
        alter(row, **columns)
        return [f"Publication {row.pk}: the ledger says another {what}."]

    return tamper


tampering("a release that is dated back")(publication_says("time", released_at=YEARS_AGO))


@tampering("a release with another note")
def _(town: Town) -> list[str]:
    row = edition(town)
    alter(row, note="Nothing changed.")
    return [
        f"Publication {row.pk}: another note was signed.",
        f"Publication {row.pk}: the ledger says another note.",
    ]


@tampering("a release of another record")
def _(town: Town) -> list[str]:
    row = edition(town)
    alter(row, record_id=records(town.live)[0].pk)
    return [f"Publication {row.pk}: the ledger says another record."]


@tampering("a release on the strength of another round")
def _(town: Town) -> list[str]:
    row = edition(town)
    alter(row, round_id=town.live.rounds.get(number=2).pk)
    return [f"Publication {row.pk}: the ledger says another round."]


@tampering("a release under another signature")
def _(town: Town) -> list[str]:
    row = edition(town)
    alter(row, signature_id=given(town).pk)
    return [f"Publication {row.pk}: the ledger says another signature."]


@tampering("a release as another edition")
def _(town: Town) -> list[str]:
    row = edition(town)
    alter(row, major=7)
    return [
        f"Publication {row.pk}: no ledger entry says that edition 7.0 was released.",
        f"Entry {released(row)}: the publication it binds is gone or was altered.",
    ]


@tampering("a deleted release")
def _(town: Town) -> list[str]:
    row = edition(town)
    erase(row)
    return [f"Entry {released(row)}: the publication it binds is gone or was altered."]


@tampering("a release that never was")
def _(town: Town) -> list[str]:
    copy(edition(town), id=9_000_000, major=9, signature_id=given(town).pk)
    return ["Publication 9000000: no ledger entry says that edition 9.0 was released."]


def released(row: Publication) -> int:
    return entry_with("signature", str(row.signature_id))
