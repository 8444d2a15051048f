"""A ledger of six entries, as six short acts would leave it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from articles import ledger
from articles.models import LedgerEntry
from articles.stages import Event

BEGAN = dt.datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=dt.UTC)


def record(number: int, **changes: Any) -> LedgerEntry:
    fields = {
        "kind": Event.ARTICLE_SAVE,
        "actor": "wren",
        "subject": f"article:{number}",
        "at": BEGAN + dt.timedelta(minutes=number),
        "payload": {"number": number, "reason": "Ein schöner Satz"},
        **changes,
    }
    return ledger.append(fields.pop("kind"), **fields)


@pytest.fixture
def append(db: None) -> Callable[..., LedgerEntry]:
    return record


@pytest.fixture
def six(append: Callable[..., LedgerEntry]) -> list[LedgerEntry]:
    return [append(number) for number in range(6)]
