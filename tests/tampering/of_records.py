"""Records of articles: other words, other writers, other times."""

from __future__ import annotations

import json
from typing import Any

from articles.canonical import content_digest
from articles.models import (
    HistoricalArticle,
    LedgerEntry,
    Signature,
)
from articles.stages import Event

from .classes import FORGED, YEARS_AGO, Tamper, edition, records, tampering
from .hand import alter, copy, entry_with, erase
from .town import Town


def record(row: HistoricalArticle, *said: str) -> list[str]:
    return [f"Record {row.pk} of article {row.id}: {what}." for what in said]


def unsaved(row: HistoricalArticle) -> str:
    seq = entry_with("content", row.content_digest)
    for entry in LedgerEntry.objects.about(f"article:{row.id}").filter(kind=Event.ARTICLE_SAVE):
        if json.loads(entry.payload)["version"] == row.version:
            seq = entry.seq
    return f"Entry {seq}: the record it binds is gone or was altered."


def record_altered(said: str, **columns: Any) -> Tamper:
    def tamper(town: Town) -> list[str]:
        row = records(town.live)[0]
        alter(row, **columns)
        return record(row, said)

    return tamper


_OTHER = "the ledger names another person or reason for it"
tampering("a record with other words")(
    record_altered("its text does not have its digest", body=FORGED)
)
tampering("a record with another reason")(record_altered(_OTHER, history_change_reason="No reason"))
tampering("a record that is dated back")(
    record_altered("it is dated otherwise than its ledger entry", history_date=YEARS_AGO)
)
tampering("a record that no longer begins its article")(
    record_altered("only a first version begins an article", history_type="~")
)


@tampering("a record by another writer")
def _(town: Town) -> list[str]:
    row = records(town.live)[0]
    alter(row, history_user_id=town.cast.other_writer.pk)
    return record(row, _OTHER)


@tampering("a record with other words and their digest")
def _(town: Town) -> list[str]:
    row, said = records(town.live)[0], unsaved(records(town.live)[0])
    alter(row, body=FORGED, content_digest=content_digest({**row.content, "body": FORGED}))
    return [*record(row, f"no ledger entry says that version {row.version} was saved"), said]


@tampering("a signed record with other words and their digest")
def _(town: Town) -> list[str]:
    row = edition(town).record
    said = unsaved(row)
    alter(row, body=FORGED, content_digest=content_digest({**row.content, "body": FORGED}))
    return [
        *record(row, f"no ledger entry says that version {row.version} was saved"),
        said,
        *[
            f"Signature {signature.pk}: it names another text than its record."
            for signature in Signature.objects.filter(record=row)
        ],
    ]


@tampering("a record of another version")
def _(town: Town) -> list[str]:
    row, said = records(town.live)[1], unsaved(records(town.live)[1])
    alter(row, version=70)
    return [*record(row, "no ledger entry says that version 70 was saved"), said]


@tampering("a deleted record")
def _(town: Town) -> list[str]:
    row, said = records(town.live)[0], unsaved(records(town.live)[0])
    erase(row)
    return [said]


@tampering("a record saved twice")
def _(town: Town) -> list[str]:
    row = records(town.live)[-1]
    copy(row, history_id=9_000_000)
    row.pk = 9_000_000
    return record(row, f"no ledger entry says that version {row.version} was saved")


@tampering("a record that says that a draft was deleted")
def _(town: Town) -> list[str]:
    row, said = records(town.live)[0], unsaved(records(town.live)[0])
    alter(row, history_type="-")
    return [*record(row, "no ledger entry says that the draft was deleted"), said]


@tampering("the record of a deletion, deleted")
def _(town: Town) -> list[str]:
    row = HistoricalArticle.objects.get(history_type="-")
    erase(row)
    seq = LedgerEntry.objects.get(kind=Event.ARTICLE_DELETE).seq
    return [f"Entry {seq}: the record it binds is gone or was altered."]
