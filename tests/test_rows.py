"""The fingerprint of a row stays what it was when columns are added."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps

from articles.canonical import canonical_bytes, digest
from articles.models import CredentialStatus, HistoricalReviewPolicy
from articles.rows import LATER, row_digest

MOMENT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def status(**changes) -> CredentialStatus:
    return CredentialStatus(
        **{
            "pk": 1,
            "credential_id": 2,
            "standing": "in_force",
            "effective_from": dt.date(2009, 11, 4),
            "recorded_at": MOMENT,
            "recorded_by_id": 3,
            **changes,
        }
    )


FIRST_COLUMNS = {
    "id": 1,
    "credential_id": 2,
    "standing": "in_force",
    "reason": "",
    "continuing": "unknown",
    "effective_from": "2009-11-04",
    "effective_to": None,
    "source_wording": "",
    "recorded_at": "2026-03-01T12:00:00+00:00",
    "recorded_by_id": 3,
}
"""A status as it was bound before statuses said why."""


def test_a_row_from_before_a_column_keeps_its_digest() -> None:
    assert row_digest(status()) == digest(canonical_bytes(FIRST_COLUMNS))


def test_a_later_column_is_bound_once_it_says_something() -> None:
    said = digest(canonical_bytes({**FIRST_COLUMNS, "why": "Letter of 3 March"}))

    assert row_digest(status(why="Letter of 3 March")) == said
    assert row_digest(status(why="Letter of 4 March")) != said


def test_a_policy_with_another_period_than_the_old_one_is_another_row() -> None:
    rows = {row_digest(HistoricalReviewPolicy(disclosure_days=days)) for days in (365, 364, 366)}

    assert len(rows) == 3


@pytest.mark.parametrize("table", LATER)
def test_what_older_rows_hold_is_what_the_migration_gave_them(table) -> None:
    [model] = [m for m in apps.get_models() if m._meta.db_table == table]
    columns = {field.column: field for field in model._meta.concrete_fields}

    assert {name: columns[name].get_default() for name in LATER[table]} == LATER[table]
