"""Hold the triggers that the database has against those it must have, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections

from .rules import Trigger, expected

ALWAYS, DISABLED = "A", "D"
"""PostgreSQL's ``tgenabled``: fires also for replication roles; never fires."""

_SQLITE = "SELECT name, tbl_name, 'A', sql FROM sqlite_master WHERE type = 'trigger'"

_POSTGRESQL = """
SELECT t.tgname, c.relname, t.tgenabled::text, concat_ws(E'\n',
    pg_get_triggerdef(t.oid, true), l.lanname, p.prosrc, p.proconfig::text,
    CASE WHEN p.prosecdef THEN 'SECURITY DEFINER' END)
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_language l ON l.oid = p.prolang
WHERE NOT t.tgisinternal AND n.nspname = current_schema()
"""
"""The function's own settings count: a search path of its own would make it read other tables."""

_RULES = """
SELECT rulename, tablename FROM pg_rules
WHERE schemaname = current_schema() AND rulename <> '_RETURN' ORDER BY 1, 2
"""
"""PostgreSQL can also rewrite a statement before any trigger sees it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger as the database has it; ``state`` as PostgreSQL names it."""

    name: str
    table: str
    state: str
    definition: str


def found(using: str = "default") -> list[Found]:
    """Every trigger that somebody made."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)
        return [Found(*row) for row in cursor.fetchall()]


def rules(using: str = "default") -> list[tuple[str, str]]:
    """Name and table of every rule; none is ours."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_RULES)
        return list(cursor.fetchall())


def present(using: str = "default") -> set[str]:
    """Names of the triggers that are installed and armed."""
    return {trigger.name for trigger in found(using) if trigger.state == ALWAYS}


def missing(using: str = "default") -> list[str]:
    """Names of the expected triggers that are not there or do not always fire, in order."""
    return sorted({trigger.name for trigger in expected(using)} - present(using))


def faults(using: str = "default") -> Iterator[str]:
    """What is wrong with the triggers, each by its name; nothing when all stand as written."""
    wanted = {trigger.name: trigger for trigger in expected(using)}
    there = {trigger.name: trigger for trigger in found(using)}
    is_sqlite = connections[using].vendor == "sqlite"
    for name, trigger in sorted(wanted.items()):
        if name not in there:
            yield f"The trigger {name} is missing."
        elif there[name].state == DISABLED:
            yield f"The trigger {name} is disabled."
        elif there[name].state != ALWAYS:
            yield f"The trigger {name} does not fire for every session."
        elif there[name].definition != _definition(trigger, is_sqlite=is_sqlite):
            yield f"The trigger {name} was altered."
    for name, stranger in sorted(there.items()):
        if name not in wanted:
            yield f"The trigger {name} on {stranger.table} is not one of ours."
    for name, table in rules(using):
        yield f"The rule {name} on {table} is not one of ours."


def _definition(trigger: Trigger, *, is_sqlite: bool) -> str:
    """What the database says of a trigger that was just installed."""
    if is_sqlite:
        return trigger.sqlite()
    create = trigger.create.replace('"', "")  # names need no quotes, and PostgreSQL drops them
    return f"{create}\nplpgsql\n{trigger.body}"
