"""May this installation serve? Asked at start, by ``/readyz``, and by ``check``.

In production the server refuses to start on any of this (``reviewflow/wsgi.py``): a missing trigger
is silent, and so is a record that was never written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from articles import keys, triggers
from articles.errors import KeyMissing

_FULL = 2
"""``PRAGMA synchronous``: an acknowledged signature survives a power cut; 3 is stricter still."""


def hindrances() -> Iterator[str]:
    """What stands in the way of work, in sentences for an administrator."""
    yield from _switches()
    try:
        waiting = _waiting(DEFAULT_DB_ALIAS)
        yield from (f"The migration {name} is not applied." for name in waiting)
        if not waiting:
            yield from _unguarded(DEFAULT_DB_ALIAS)
    except DatabaseError:
        yield "The database does not answer."
    try:
        keys.signing_key()
    except (KeyMissing, OSError, ValueError) as error:
        yield str(error) if isinstance(error, KeyMissing) else "The signing key cannot be read."


def must_be_ready() -> None:
    """Raise ``ImproperlyConfigured`` with every hindrance, in production; else do nothing."""
    if settings.PRODUCTION and (found := list(hindrances())):
        raise ImproperlyConfigured(f"ReviewFlow does not start. {' '.join(found)}")


def check_settings(**_options: Any) -> list[checks.CheckMessage]:
    """System check: no setting takes the history away or lets it be rewritten."""
    return [checks.Error(what, id="articles.E001") for what in _switches()]


def check_database(
    *, databases: Sequence[str] | None = None, **_options: Any
) -> list[checks.CheckMessage]:
    """System check of a migrated database. Warnings: ``migrate`` mends triggers, and must run."""
    hint = "“manage.py migrate” puts triggers back; find out who took them away."
    return [
        checks.Warning(what, hint=hint, id="articles.W001")
        for alias in databases or ()
        if not _waiting(alias)
        for what in _unguarded(alias)
    ]


def _switches() -> Iterator[str]:
    for name, wanted in (("SIMPLE_HISTORY_ENABLED", True), ("SIMPLE_HISTORY_EDIT", False)):
        if getattr(settings, name, wanted) is not wanted:
            yield f"The setting {name} must be {wanted}: every change is a record, for good."


def _waiting(alias: str) -> list[str]:
    """Migrations that are not applied."""
    connection = connections[alias]
    connection.ensure_connection()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def _unguarded(alias: str) -> Iterator[str]:
    """Triggers that are not as written, and a database that may forget what it acknowledged."""
    yield from triggers.faults(alias)
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone()[0] < _FULL:
                yield "SQLite’s synchronous is not FULL: a power cut could take signatures away."
            return
        for name in ("fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] == "off":
                yield f"PostgreSQL’s {name} is off: a power cut could take signatures away."
