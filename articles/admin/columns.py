"""Stored values as people read them."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import HistoricalArticle


def shown(record: Any, field: models.Field[Any, Any]) -> str:
    """A stored value as people read it; a row that is gone is named by its number."""
    value = getattr(record, field.attname)
    if value is None or value == "":
        return "–"
    if isinstance(field, models.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(value), "j M Y, H:i:s T")
    if isinstance(field, models.DateField):
        return date_format(value, "j M Y")
    if isinstance(field, models.ForeignKey):
        try:
            return _named(getattr(record, field.name))
        except ObjectDoesNotExist:
            return str(_("no. %s, which is gone") % value)
    if isinstance(field, models.JSONField):
        return _lines(value if isinstance(value, list) else [value]) or "–"
    return str(dict(field.flatchoices).get(value, value))


def _lines(items: list[Any]) -> str:
    """One item a line: words as they are, anything else as JSON."""
    said = (i if isinstance(i, str) else json.dumps(i, ensure_ascii=False) for i in items)
    return "\n".join(said)


def _named(row: Any) -> str:
    """A related row: people by name, a saved text by its version."""
    if isinstance(row, User):
        return row.get_full_name() or row.get_username()
    if isinstance(row, HistoricalArticle):
        return f"{_('Version')} {row.version}: {row.title}"
    return str(row)
