"""Somebody who owns the database: takes triggers away, rewrites rows, and covers the tracks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from articles import triggers


@contextmanager
def disarmed(*victims: type[models.Model]) -> Iterator[None]:
    """The tables of these models without their triggers, which stand again afterwards."""
    tables = {model._meta.db_table for model in victims}
    connection.check_constraints()  # PostgreSQL alters no table with checks still to come
    with connection.cursor() as cursor:
        for trigger in triggers.expected():
            if trigger.table in tables:
                on = "" if connection.vendor == "sqlite" else f'ON "{trigger.table}"'
                cursor.execute(f'DROP TRIGGER "{trigger.name}" {on}')
    yield
    connection.check_constraints()
    triggers.install()
    assert triggers.missing() == []
