"""Which triggers there are, as conditions that both databases understand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections, models

from articles.canonical import CONTENT_FIELDS
from articles.models import (
    HISTORISED,
    INSERT_ONLY,
    Article,
    CredentialVerification,
    LedgerEntry,
    LedgerHead,
    ReferenceCheck,
    Review,
    ReviewAnswer,
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
        return (
            (
                f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS '
                f"$${self.body}$$"
            ),
            self.create,
            f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER "{self.name}"',
        )

    @property
    def create(self) -> str:
        """How PostgreSQL makes the trigger, and how it tells it when asked."""
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return (
            f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" '
            f'FOR EACH {each} EXECUTE FUNCTION "{self.name}"()'
        )

    @property
    def body(self) -> str:
        """What the function does on PostgreSQL."""
        condition = self.postgresql_condition or self.condition.replace(
            " IS NOT ", " IS DISTINCT FROM "
        )
        test = f"IF {condition} THEN {{}} END IF;" if condition else "{}"
        refuse = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = '23000';"
        row = {"UPDATE": "NEW", "INSERT": "NEW", "DELETE": "OLD"}.get(self.event, "NULL")
        return f" BEGIN {test.format(refuse)} RETURN {row}; END "


def expected(using: str = "default") -> Iterator[Trigger]:
    """Every trigger the database must have."""
    insert_only = ["UPDATE", "DELETE"]
    if connections[using].vendor == "postgresql":
        insert_only.append("TRUNCATE")
    for model in (*(m.history.model for m in HISTORISED), *INSERT_ONLY):
        table = model._meta.db_table
        for event in insert_only:
            yield Trigger(
                f"{table}_no_{event.lower()}", table, event, "", f"{table} rows are insert-only"
            )
        # INSERT OR REPLACE walks past update and delete triggers on SQLite.
        yield Trigger(
            f"{table}_no_replace",
            table,
            "INSERT",
            _kept(model, using),
            f"{table} rows are insert-only",
        )
    if connections[using].vendor == "sqlite":
        article = Article._meta.db_table
        yield Trigger(
            f"{article}_no_replace",
            article,
            "INSERT",
            _kept(Article, using),
            "articles are not replaced",
        )
    yield _content_only_in_draft()
    yield next_link()
    yield _second_person()
    for model in (ReviewAnswer, ReferenceCheck):
        yield from _final_once_closed(model)
    head = LedgerHead._meta.db_table
    yield Trigger(f"{head}_no_delete", head, "DELETE", "", "the ledger head stays")


def _kept(model: type[models.Model], using: str) -> str:
    """A row that stands under one of the new row's keys: REPLACE would delete it unseen."""
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    keys = [_same(columns[f.name]) for f in model._meta.concrete_fields if f.unique]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            parts = [_same(columns[name]) for name in constraint.fields]
            parts += [
                f"{row}.\"{columns[name]}\" = '{value}'"
                for name, value in getattr(constraint.condition, "children", ())
                for row in ("kept", "NEW")
            ]
            keys.append(" AND ".join(parts))
    if connections[using].vendor == "sqlite":
        keys.append(_same("rowid"))
    table = model._meta.db_table
    return f'EXISTS (SELECT 1 FROM "{table}" AS kept WHERE {" OR ".join(keys)})'


def _same(column: str) -> str:
    return f'kept."{column}" = NEW."{column}"'


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


def next_link() -> Trigger:
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
        f'NEW.confirms_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{table}" AS first '
        f"WHERE first.id = NEW.confirms_id AND first.checked_by_id <> NEW.checked_by_id "
        f"AND first.confirms_id IS NULL AND first.credential_id = NEW.credential_id)",
        "a check is confirmed by a second person",
    )


def _final_once_closed(model: type[models.Model]) -> Iterator[Trigger]:
    """What a reviewer answered stays as it was when their review closed."""
    table, review = model._meta.db_table, Review._meta.db_table
    for event, rows in (
        ("INSERT", "NEW.review_id"),
        ("UPDATE", "NEW.review_id, OLD.review_id"),
        ("DELETE", "OLD.review_id"),
    ):
        yield Trigger(
            f"{table}_final_{event.lower()}",
            table,
            event,
            f'EXISTS (SELECT 1 FROM "{review}" AS r WHERE r.id IN ({rows}) '
            f"AND r.closed_at IS NOT NULL)",
            "answers are final once the review is closed",
        )
