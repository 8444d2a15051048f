"""The fingerprint of a stored row, so that the ledger can say what it held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models

from articles.canonical import canonical_bytes, digest

LATER: Mapping[str, Mapping[str, Any]] = {
    "articles_credentialstatus": {"why": ""},
    "articles_historicalreviewer": {"away_until": None},
    "articles_historicalreviewpolicy": {
        "disclosure_days": 365,
        "required_sections": [],
        "second_factor": False,
    },
}
"""By table, columns that came after the first rows were bound, and what older rows hold in them.

Such a column enters the fingerprint only where it holds something else, so that older rows keep
theirs. A column of a bound table is never renamed or dropped.
"""


def row_digest(row: models.Model) -> str:
    """``sha256:`` of every column of a row, by column name, in RFC 8785 form."""
    later = LATER.get(row._meta.db_table, {})
    columns = {str(f.column): _plain(getattr(row, f.attname)) for f in row._meta.concrete_fields}
    said = {n: v for n, v in columns.items() if n not in later or v != later[n]}
    return digest(canonical_bytes(said))


def _plain(value: Any) -> Any:
    """A value as both databases give it back."""
    match value:
        case None | bool() | int() | list() | dict():
            return value
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date():
            return value.isoformat()
    return str(value)
