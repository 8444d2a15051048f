"""The fingerprint of a stored row, so that the ledger can say what it held."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from articles.canonical import canonical_bytes, digest


def row_digest(row: models.Model) -> str:
    """``sha256:`` of every column of a row, by column name, in RFC 8785 form."""
    columns = {str(f.column): _plain(getattr(row, f.attname)) for f in row._meta.concrete_fields}
    return digest(canonical_bytes(columns))


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
