"""Put triggers in place, and keep them there through migrations."""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction

from .rules import expected, next_link


def install(using: str = "default") -> None:
    """Put every trigger in place again whose table is there, in one transaction."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for trigger in (trigger for trigger in expected(using) if trigger.table in tables):
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')
                cursor.execute(trigger.sqlite())
                continue
            cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"')
            for statement in trigger.postgresql():
                cursor.execute(statement)


def put_aside_before_migrate(using: str, **kwargs: Any) -> None:
    """``pre_migrate`` receiver: SQLite rebuilds no table that another table's trigger names."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TRIGGER IF EXISTS "{next_link().name}"')


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """``post_migrate`` receiver, on the way forward and on the way back."""
    install(using)
