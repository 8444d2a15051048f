"""Walks the migrations; called by ``test_triggers_survive`` in a process and database of its own.

Walks every migration forward, back and forward again, rebuilds each guarded table as a migration
does on SQLite, and says after each step which triggers are missing or not as written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from articles import triggers
from articles.models import LedgerHead


def migrate(*target: str) -> None:
    call_command("migrate", *target, verbosity=0, interactive=False)


def missing_after(act: Callable[[], None]) -> list[str] | str:
    try:
        act()
    except Exception as error:  # noqa: BLE001 (the test prints it)
        return f"{type(error).__name__}: {error}"
    there = set(connection.introspection.table_names())
    later = [trigger.name for trigger in triggers.expected() if trigger.table not in there]
    return [what for what in triggers.faults() if what.split()[2] not in later]


def rebuild(table: str) -> None:
    model = next(m for m in apps.get_models() if m._meta.db_table == table)
    emit_pre_migrate_signal(0, interactive=False, db="default")
    with connection.schema_editor() as editor:
        editor._remake_table(model)


def main() -> None:
    graph = MigrationLoader(connection).graph
    names = [
        name
        for app, name in graph.forwards_plan(graph.leaf_nodes("articles")[0])
        if app == "articles"
    ]
    found: dict[str, object] = {"forward": missing_after(migrate)}
    for name in reversed(names[:-1]):
        found[f"back to {name}"] = missing_after(lambda n=name: migrate("articles", n))
    migrate("articles", "zero")
    found["left at zero"] = sorted(triggers.present())
    found["forward again"] = missing_after(migrate)
    found["head"] = list(LedgerHead.objects.values_list("size", flat=True))
    if connection.vendor == "sqlite":
        for table in sorted({trigger.table for trigger in triggers.expected()}, reverse=True):
            before = len(triggers.present())
            error = missing_after(lambda t=table: rebuild(t))
            lost = before - len(triggers.present())
            found[f"rebuild {table}"] = error if isinstance(error, str) else lost
        found["after all"] = missing_after(migrate)
    json.dump(found, sys.stdout)
