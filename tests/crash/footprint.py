"""What an act left in the database: every row that came, went or changed, in any table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

Rows = dict[Any, dict[str, Any]]
Snapshot = dict[type[models.Model], Rows]

NO_PART = {"sessions", "django_tasks_database"}
"""Apps whose rows belong to no act: who is signed in, which job is queued."""
MAY_DIFFER = {
    "articles.signingaccess": {"tries", "tried_at", "locked_until"},
    "articles.signingticket": {"tries"},
    "articles.delivery": {
        *("due_at", "handed_on_at", "leased_until", "attempts", "sent_at", "given_up_at", "error")
    },
}
"""Columns that say how often somebody tried, and how far a mail that is owed has come."""


def snapshot() -> Snapshot:
    """Every row of every table, by key, from raw reads."""
    with connection.cursor() as cursor:
        return {
            model: _rows(cursor, model)
            for model in apps.get_models(include_auto_created=True)
            if model._meta.app_label not in NO_PART
        }


def _rows(cursor: CursorWrapper, model: type[models.Model]) -> Rows:
    """A ticket that was not used is left out: somebody looked at a page."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}"')  # noqa: S608 - our own tables
    names = [field.attname for field in fields]
    rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    return {row[model._meta.pk.attname]: row for row in rows if row.get("used_at", "") is not None}


def footprint(before: Snapshot, after: Snapshot) -> Counter[str]:
    """One line for each difference. Two runs of one act leave the same, whatever it was done to."""
    return Counter(line for model in after for line in _lines(model, before[model], after[model]))


def _lines(model: type[models.Model], before: Rows, after: Rows) -> Iterator[str]:
    name = model._meta.label_lower
    columns = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.attname not in MAY_DIFFER.get(name, ())
    ]
    for _ in before.keys() - after.keys():
        yield f"{name}: a row is gone"
    for key, row in after.items():
        if key not in before:
            said = (f"{field.attname} {_said(field, row[field.attname])}" for field in columns)
            yield f"{name}: a row is new, with {', '.join(said)}"
            continue
        for field in columns:
            was, now = before[key][field.attname], row[field.attname]
            if was != now:
                yield f"{name}: {field.attname} changed {_said(field, was)} to {_said(field, now)}"


def _said(field: models.Field, value: Any) -> str:
    """Words of a closed list as they are; keys, times, texts and counts differ from run to run."""
    if field.choices or isinstance(field, models.BooleanField):
        return str(value)
    return "empty" if value in {None, "", "[]", "{}"} else "filled"
