"""The hand of somebody with the database password: raw SQL, one row at a time.

The triggers of the row's table are dropped before and stand again afterwards, so that nothing but
the row is left to show what was done.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction

from articles import integrity, triggers
from articles.canonical import canonical_bytes, digest
from articles.models import LedgerEntry
from articles.rows import row_digest


def alter(row: models.Model, **columns: Any) -> None:
    """UPDATE one row."""
    names = ", ".join(f'"{name}" = %s' for name in columns)
    statement = f"UPDATE {_table(row)} SET {names} WHERE {_key(row)} = %s"  # noqa: S608
    _run(statement, _values(row, columns), row)


def erase(row: models.Model) -> None:
    """DELETE one row."""
    _run(f"DELETE FROM {_table(row)} WHERE {_key(row)} = %s", [], row)  # noqa: S608


def copy(row: models.Model, **columns: Any) -> None:
    """INSERT a row that differs from another in these columns."""
    with disarmed(row), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {_table(row)} WHERE {_key(row)} = %s", [_pk(row)])  # noqa: S608
        stored = dict(zip([c[0] for c in cursor.description], cursor.fetchone(), strict=True))
        changed = stored | dict(zip(columns, _values(row, columns), strict=True))
        names = ", ".join(f'"{name}"' for name in changed)
        marks = ", ".join(["%s"] * len(changed))
        cursor.execute(
            f"INSERT INTO {_table(row)} ({names}) VALUES ({marks})",  # noqa: S608
            list(changed.values()),
        )


@contextmanager
def disarmed(row: models.Model) -> Iterator[None]:
    """The row's table without its triggers. (``tests.ledger.intruder`` does many tables.)"""
    mine = [trigger for trigger in triggers.expected() if trigger.table == row._meta.db_table]
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not is_sqlite:
            connection.check_constraints()  # PostgreSQL alters no table with checks still to come
        for trigger in mine:
            on = "" if is_sqlite else f'ON "{trigger.table}"'
            cursor.execute(f'DROP TRIGGER "{trigger.name}" {on}')
        yield
        if not is_sqlite:
            connection.check_constraints()
        for trigger in mine:
            for statement in (trigger.sqlite(),) if is_sqlite else trigger.postgresql():
                cursor.execute(statement)


@contextmanager
def undone() -> Iterator[None]:
    """What is done here is taken back at the end: an older copy of the database put back."""
    atom = transaction.atomic()
    atom._from_testcase = True  # acts that insist on a transaction of their own may begin one here
    with atom:
        yield
        transaction.set_rollback(True)


def restated(signature: Any, **said: Any) -> dict[str, str]:
    """The columns of a signature whose statement says something else, and fits its digest."""
    data = canonical_bytes({**json.loads(signature.statement), **said})
    return {"statement": data.decode(), "statement_digest": digest(data)}


def entry_of(row: models.Model) -> int:
    """The entry that binds a fact, or a record outside the articles."""
    return entry_with("row", row_digest(row))


def entry_with(name: str, value: object) -> int:
    """The newest entry whose payload says this."""
    entries = LedgerEntry.objects.order_by("-seq")
    return next(e.seq for e in entries if json.loads(e.payload).get(name) == value)


def faults() -> list[str]:
    return sorted(integrity.check().faults)


def exactly(found: Iterable[str], expected: Iterable[str]) -> None:
    assert sorted(found) == sorted(expected)


def _run(statement: str, values: list[Any], row: models.Model) -> None:
    with disarmed(row), connection.cursor() as cursor:
        cursor.execute(statement, [*values, _pk(row)])
        assert cursor.rowcount == 1


def _values(row: models.Model, columns: dict[str, Any]) -> list[Any]:
    fields = {field.column: field for field in row._meta.concrete_fields}
    return [fields[n].get_db_prep_save(value, connection) for n, value in columns.items()]


def _table(row: models.Model) -> str:
    return f'"{row._meta.db_table}"'


def _key(row: models.Model) -> str:
    return f'"{row._meta.pk.column}"'


def _pk(row: models.Model) -> Any:
    return row._meta.pk.get_db_prep_value(row.pk, connection)
