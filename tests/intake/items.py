"""Items as readers hand them over, and what an import leaves in every table."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.apps import apps
from django.db import connection, models

from articles.canonical import digest
from articles.importers import ClaimedReviewer, ImportedArticle
from articles.intake import Intake

BOARD = "American Board of Internal Medicine"
MOMENTS = (models.DateTimeField, models.AutoField)
OF_THE_MOMENT = {
    "articles.ledgerentry": {"core", "salt", "payload", "leaf", "checkpoint", "subject"},
    "articles.ledgerhead": {"last", "frontier"},
}
"""Columns that carry times, keys or salt within them."""
NO_PART = {"sessions", "django_tasks_database"}


def item(number: int = 0, **changes: Any) -> ImportedArticle:
    values: dict[str, Any] = {
        "title": f"Sore toe {number}",
        "body": f"Rest helps sore toe {number} within a day, and so does ice.",
        "source_digest": digest(f"source {number}".encode()),
        "slug_hint": f"sore-toe-{number}",
        "details": {"specialty": "rheumatology"},
        **changes,
    }
    return ImportedArticle(**values)


def claim(name: str = "Zoe Wolf, MD", **changes: Any) -> ClaimedReviewer:
    values: dict[str, Any] = {
        "raw_line": f"Medically reviewed by {name}; {BOARD}",
        "printed_name": name,
        "board": BOARD,
        "subspecialty": "Rheumatology",
        "degrees": ("MD",),
        **changes,
    }
    return ClaimedReviewer(**values)


def take(intake: Intake, *items: ImportedArticle, source: str = "toes.xml") -> list[str]:
    return [intake.take(each, source).state for each in items]


def left() -> dict[str, Counter[str]]:
    """Every row of every table, without keys and moments: what two imports of one thing share."""
    return {
        model._meta.label_lower: _rows(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in NO_PART
    }


def _rows(model: type[models.Model]) -> Counter[str]:
    hidden = OF_THE_MOMENT.get(model._meta.label_lower, set())
    columns = [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, MOMENTS)
        and not isinstance(field, models.ForeignKey | models.UUIDField)
        and field.attname not in {*hidden, "id", "history_id"}
    ]
    names = ", ".join(f'"{field.column}"' for field in columns) or "1"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{model._meta.db_table}"')  # noqa: S608 - our tables
        return Counter(repr(row) for row in cursor.fetchall())
