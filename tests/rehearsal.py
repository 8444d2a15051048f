"""The cast is assembled by the real verbs once in a process; later tests get the same rows back.

Assembling costs some eighty milliseconds of signing and recording, a thousand times over. Rows go
back in through the triggers, ledger entries link by link.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, models
from django.utils import timezone

from articles.models import (
    Agreement,
    AgreementAcceptance,
    Board,
    Certificate,
    Credential,
    CredentialStatus,
    CredentialVerification,
    Disclosure,
    IdentityCheck,
    LedgerEntry,
    LedgerHead,
    Reviewer,
    ReviewPolicy,
    SigningAccess,
)
from articles.roles import SYSTEM_USERNAME

_TABLES: tuple[type[models.Model], ...] = (
    User,
    User.groups.through,
    SigningAccess,
    Board,
    Certificate,
    Reviewer,
    Agreement,
    AgreementAcceptance,
    IdentityCheck,
    Disclosure,
    Credential,
    CredentialStatus,
    CredentialVerification,
    ReviewPolicy,
    *(m.history.model for m in (Board, Certificate, Reviewer, Credential, ReviewPolicy)),
)
"""What assembling writes, in the order in which rows refer to each other; the ledger is last."""

RECENT = dt.timedelta(hours=2)

_rehearsed: dict[str, Any] = {}


def possible() -> bool:
    """Whether rows were kept lately, and this database is as empty as it was then."""
    if not _rehearsed or not dt.timedelta() <= timezone.now() - _rehearsed["at"] < RECENT:
        return False  # a test that holds the clock sets its own scene
    return bool(
        _rehearsed["key"] == (settings.KEY_DIR, connection.vendor)
        and _rehearsed["roles"] == _roles()  # a flush gives them other ids
        and LedgerHead.objects.get().size == 0
        and User.objects.count() == _rehearsed["before"]
    )


def is_first() -> bool:
    return not _rehearsed and LedgerHead.objects.get().size == 0


def keep(before: int) -> None:
    """Remember every row that assembling wrote; ``before`` is how many users there were."""
    system = User.objects.get(username=SYSTEM_USERNAME).pk
    _rehearsed["rows"] = [
        (model, _rows(model, {User: ("id", system), User.groups.through: ("user_id", system)}))
        for model in _TABLES
    ]
    _rehearsed["entries"] = _rows(LedgerEntry)
    _rehearsed["head"] = _rows(LedgerHead)
    _rehearsed["before"] = before
    _rehearsed["at"] = timezone.now()
    _rehearsed["roles"] = _roles()
    _rehearsed["key"] = (settings.KEY_DIR, connection.vendor)


def put_back() -> None:
    """The same rows again, in this test's transaction."""
    with connection.cursor() as cursor:
        for model, (columns, rows) in _rehearsed["rows"]:
            cursor.executemany(_insert(model, columns), rows)
        columns, entries = _rehearsed["entries"]
        head_columns, [head] = _rehearsed["head"]
        for entry in entries:
            cursor.execute(_insert(LedgerEntry, columns), entry)
            cursor.execute(
                f"UPDATE {LedgerHead._meta.db_table} SET size = %s, last = %s",  # noqa: S608
                [entry[columns.index("seq")] + 1, entry[columns.index("leaf")]],
            )
        cursor.execute(
            f"UPDATE {LedgerHead._meta.db_table} SET frontier = %s",  # noqa: S608
            [head[head_columns.index("frontier")]],
        )


def _roles() -> list[tuple[Any, ...]]:
    return [*Group.objects.order_by("pk").values_list("pk", "name")]


def _rows(
    model: type[models.Model], without: dict[Any, tuple[str, int]] | None = None
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows as the database gives them, less those of the account `migrate` makes."""
    column, key = (without or {}).get(model, ("", 0))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY 1")  # noqa: S608
        columns = [found[0] for found in cursor.description]
        rows = [
            tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
            for row in cursor.fetchall()
        ]
    return columns, [r for r in rows if not column or r[columns.index(column)] != key]


def _insert(model: type[models.Model], columns: list[str]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})"  # noqa: S608
