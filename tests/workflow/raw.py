"""The tables as they lie in the database, read without the product's own words or helpers."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

Row = dict[str, Any]

SIGNED = [
    "article_type",
    "title",
    "summary",
    "body",
    "references",
    "audience",
    "locale",
    "authors",
    "funding",
    "topics",
    "specialty",
]
JSON_COLUMNS = {"references", "authors", "topics"}


def rows(table: str, key: str = "id") -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM articles_{table} ORDER BY "{key}"')  # noqa: S608
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def digest(row: Row) -> str:
    """The fingerprint of the signed words, worked out anew (the words here are plain ASCII)."""
    content = {
        name: json.loads(row[name]) if name in JSON_COLUMNS else row[name] for name in SIGNED
    }
    text = json.dumps(
        {"schema": "reviewflow/content@1", **content}, sort_keys=True, separators=(",", ":")
    )
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def moment(value: Any) -> dt.datetime:
    """A stored time; SQLite keeps it as text in UTC."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


def day(value: Any) -> dt.date:
    """The day of a stored time, or a stored day, where the editors are."""
    if isinstance(value, str) and len(value) == 10:
        return dt.date.fromisoformat(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    return moment(value).astimezone(ZoneInfo("America/New_York")).date()


@dataclass(frozen=True)
class Picture:
    """Everything about the one article of a run, at one moment."""

    article: Row
    records: list[Row]
    rounds: list[Row]
    reviews: list[Row]
    signatures: list[Row]
    publications: list[Row]
    policies: list[Row]
    orders: list[Row]

    @classmethod
    def take(cls) -> Picture:
        [article] = rows("article")
        return cls(
            article=article,
            records=rows("historicalarticle", "history_id"),
            rounds=rows("round"),
            reviews=rows("review"),
            signatures=rows("signature", "signed_at"),
            publications=rows("publication"),
            policies=rows("historicalreviewpolicy", "history_id"),
            orders=rows("schedule"),
        )

    @property
    def stage(self) -> str:
        return self.article["stage"]

    @property
    def round(self) -> Row | None:
        """The newest round, whatever the article row points to."""
        return max(self.rounds, key=lambda round: round["number"], default=None)

    def record(self, key: int) -> Row:
        return next(record for record in self.records if record["history_id"] == key)

    def standing(self, round: Row) -> list[Row]:
        """Medical signatures of one whole-article round that nobody withdrew."""
        withdrawn = {signature["withdraws_id"] for signature in self.signatures}
        return [
            signature
            for signature in self.signatures
            if signature["meaning"] == "medical_review"
            and signature["round_id"] == round["id"]
            and signature["id"] not in withdrawn
            and round["scope"] == "whole"
        ]

    def writers(self, round: Row | None) -> set[int]:
        """Owner, submitter, and all who wrote a record since the one that readers see."""
        since = self.article["published_record_id"] or 0
        found = {r["history_user_id"] for r in self.records if r["history_id"] > since}
        found.add(self.article["owner_id"])
        return found | ({round["submitted_by_id"]} if round else set())


def fresh(before: list[Row], after: list[Row]) -> list[Row]:
    """Rows that an act added."""
    known = {row["id"] for row in before}
    return [row for row in after if row["id"] not in known]
