"""What the database itself refuses, on SQLite and PostgreSQL.

Rows of record are insert-only, the ledger takes only its next link, and signed content changes
only in a draft. Installed after every migrate, since SQLite silently drops triggers when a
migration rebuilds a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections

from articles.canonical import CONTENT_FIELDS
from articles.models import (
    HISTORISED,
    INSERT_ONLY,
    Article,
    CredentialVerification,
    LedgerEntry,
    LedgerHead,
)
from articles.stages import Stage


@dataclass(frozen=True, slots=True)
class Trigger:
    """A rule: before ``event`` on ``table``, refuse with ``message`` when ``condition`` holds."""

    name: str
    table: str
    event: str
    condition: str
    message: str
    postgresql_condition: str = ""

    def sqlite(self) -> str:
        when = f"WHEN {self.condition} " if self.condition else ""
        return (
            f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" FOR EACH ROW '
            f"{when}BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def postgresql(self) -> tuple[str, str, str]:
        """Function, trigger, and ALWAYS, so that ``session_replication_role`` does not disarm it.

        The condition stands in the function, where subqueries are allowed. SQLSTATE 23000 makes
        Django raise ``IntegrityError`` as on SQLite.
        """
        condition = self.postgresql_condition or self.condition.replace(
            " IS NOT ", " IS DISTINCT FROM "
        )
        test = f"IF {condition} THEN {{}} END IF;" if condition else "{}"
        refuse = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = '23000';"
        row = {"UPDATE": "NEW", "INSERT": "NEW", "DELETE": "OLD"}.get(self.event, "NULL")
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return (
            (
                f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS '
                f"$$ BEGIN {test.format(refuse)} RETURN {row}; END $$"
            ),
            (
                f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" '
                f'FOR EACH {each} EXECUTE FUNCTION "{self.name}"()'
            ),
            f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER "{self.name}"',
        )


def expected(using: str = "default") -> Iterator[Trigger]:
    """Every trigger the database must have."""
    insert_only = ["UPDATE", "DELETE"]
    if connections[using].vendor == "postgresql":
        insert_only.append("TRUNCATE")
    for model in (*(m.history.model for m in HISTORISED), *INSERT_ONLY):
        table, key = model._meta.db_table, model._meta.pk.column
        for event in insert_only:
            yield Trigger(
                f"{table}_no_{event.lower()}", table, event, "", f"{table} rows are insert-only"
            )
        # INSERT OR REPLACE walks past update and delete triggers on SQLite.
        yield Trigger(
            f"{table}_no_replace",
            table,
            "INSERT",
            f'EXISTS (SELECT 1 FROM "{table}" AS kept WHERE kept."{key}" = NEW."{key}")',
            f"{table} rows are insert-only",
        )
    yield _content_only_in_draft()
    yield _next_link()
    yield _second_person()
    head = LedgerHead._meta.db_table
    yield Trigger(f"{head}_no_delete", head, "DELETE", "", "the ledger head stays")


def _content_only_in_draft() -> Trigger:
    columns = [f.column for f in Article._meta.concrete_fields if f.name in CONTENT_FIELDS]
    columns += ["content_digest", "version"]
    changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in columns)
    return Trigger(
        "article_content_only_in_draft",
        Article._meta.db_table,
        "UPDATE",
        f"OLD.stage <> '{Stage.DRAFT}' AND ({changed})",
        "signed content changes only in a draft",
    )


def _next_link() -> Trigger:
    entry, head = LedgerEntry._meta.db_table, LedgerHead._meta.db_table
    return Trigger(
        f"{entry}_next_link",
        entry,
        "INSERT",
        f'NOT EXISTS (SELECT 1 FROM "{head}" AS h WHERE h.size = NEW.seq AND '
        f"instr(NEW.core, '\"prev\":\"' || lower(hex(h.last)) || '\"') > 0)",
        "a ledger entry must be the next link",
        f'NOT EXISTS (SELECT 1 FROM "{head}" AS h WHERE h.size = NEW.seq AND '
        f"strpos(NEW.core, '\"prev\":\"' || encode(h.last, 'hex') || '\"') > 0)",
    )


def _second_person() -> Trigger:
    table = CredentialVerification._meta.db_table
    return Trigger(
        f"{table}_second_person",
        table,
        "INSERT",
        f'NEW.confirms_id IS NOT NULL AND EXISTS (SELECT 1 FROM "{table}" AS first '
        f"WHERE first.id = NEW.confirms_id AND (first.checked_by_id = NEW.checked_by_id "
        f"OR first.confirms_id IS NOT NULL OR first.credential_id <> NEW.credential_id))",
        "a check is confirmed by a second person",
    )


def present(using: str = "default") -> set[str]:
    """Names of the triggers that are installed and armed."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE NOT t.tgisinternal AND t.tgenabled = 'A' AND n.nspname = current_schema()"
            )
        return {name for (name,) in cursor.fetchall()}


def missing(using: str = "default") -> list[str]:
    """Names of the expected triggers that are not there, in order."""
    return sorted({trigger.name for trigger in expected(using)} - present(using))


def install(using: str = "default") -> None:
    """Put every trigger in place again, in one transaction."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for trigger in expected(using):
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')
                cursor.execute(trigger.sqlite())
                continue
            cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"')
            for statement in trigger.postgresql():
                cursor.execute(statement)


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """``post_migrate`` receiver; waits for the migration that makes the tables."""
    tables = set(connections[using].introspection.table_names())
    wanted = {trigger.table for trigger in expected(using)}
    if wanted <= tables:
        install(using)
