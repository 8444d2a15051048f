"""Live articles: where they stand, what readers see, whose they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

from articles.canonical import content_digest
from articles.models import (
    HistoricalArticle,
    LedgerEntry,
)
from articles.stages import Event, Stage

from .classes import FORGED, YEARS_AGO, Tamper, records, tampering
from .hand import alter, copy, erase
from .town import Town


def live(name: str, *said: str, **columns: Any) -> Tamper:
    def tamper(town: Town) -> list[str]:
        article = getattr(town, name)
        alter(article, **columns)
        return [f"Article {article.slug}: {what}." for what in said]

    return tamper


_DATES = "its sign-offs give other review dates"
for _what, _tamper in {
    "a draft that was moved to approved": live(
        "draft", "no act in the ledger led to its stage", stage=Stage.APPROVED
    ),
    "an article in review that was moved back": live(
        "in_review", "no act in the ledger led to its stage", stage=Stage.DRAFT
    ),
    "a stage that is dated back": live(
        "live",
        "it came to its stage at another time than the ledger says",
        stage_since=YEARS_AGO,
    ),
    "a later review date": live("live", _DATES, review_due=dt.date(2099, 1, 1)),
    "another last review": live("doubted", _DATES, last_reviewed=dt.date(2001, 1, 1)),
    "review dates without a review": live("draft", _DATES, last_reviewed=dt.date(2026, 1, 1)),
    "a live text taken from readers": live(
        "live",
        "no act in the ledger led to its stage",
        "readers see nothing of it",
        published_record_id=None,
        stage=Stage.WITHDRAWN,
    ),
    "an article without its round": live(
        "in_review", "the ledger says that it is in another round", round_id=None
    ),
}.items():
    tampering(_what)(_tamper)


@tampering("another address")
def _(town: Town) -> list[str]:
    alter(town.draft, slug="feet")
    return ["Article feet: the ledger gave it the address “hands”."]


@tampering("another owner")
def _(town: Town) -> list[str]:
    alter(town.live, owner_id=town.cast.other_writer.pk)
    return [f"Article {town.live.slug}: the ledger says that another person began it."]


@tampering("an older text put before readers")
def _(town: Town) -> list[str]:
    alter(town.live, published_record_id=records(town.live)[0].pk)
    return [f"Article {town.live.slug}: nothing released the text that readers see."]


@tampering("a withdrawn text put before readers again")
def _(town: Town) -> list[str]:
    record = records(town.withdrawn)[-1]
    alter(town.withdrawn, published_record_id=record.pk, stage=Stage.PUBLISHED)
    return [
        f"Article {town.withdrawn.slug}: {what}."
        for what in (
            "no act in the ledger led to its stage",
            "nothing released the text that readers see",
        )
    ]


@tampering("a live row with other words and their digest")
def _(town: Town) -> list[str]:
    words = {**town.live.content, "body": FORGED}
    alter(town.live, body=FORGED, content_digest=content_digest(words))
    newest = "its live row is not its newest record (body, content_digest)"
    return [f"Article {town.live.slug}: {newest}."]


@tampering("another address, never changed before")
def _(town: Town) -> list[str]:
    was = town.in_review.slug
    alter(town.in_review, slug="feet")
    return [f"Article feet: the ledger gave it the address “{was}”."]


@tampering("a deleted draft brought back")
def _(town: Town) -> list[str]:
    gone = HistoricalArticle.objects.get(history_type="-")
    copy(town.draft, id=gone.id, slug="a-false-start")
    seq = LedgerEntry.objects.get(kind=Event.ARTICLE_DELETE).seq
    return [
        "Article a-false-start: no record explains its live row.",
        f"Article a-false-start: entry {seq} says that it was deleted.",
    ]


@tampering("an article that vanished with its records")
def _(town: Town) -> list[str]:
    [first] = records(town.draft)
    erase(town.draft)
    erase(first)
    seq = LedgerEntry.objects.about(town.draft.subject).get(kind=Event.ARTICLE_SAVE).seq
    return [
        f"The row of {town.draft.subject} is gone, and nobody deleted it.",
        f"Entry {seq}: the record it binds is gone or was altered.",
    ]
