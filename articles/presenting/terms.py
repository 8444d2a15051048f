"""The records of a credential's terms: what was on record when, and two of them compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Credential

FIELDS = ("reviewer", "kind", "certificate", "title", "jurisdiction", "number", "initial_on",
          "duration", "ends_on")  # fmt: skip
PRIVATE = {"number"}
"""Only credential officers and the holder see these."""


@dataclass(frozen=True, slots=True)
class Term:
    """One column of one record, in words."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One column in two records."""

    label: str
    older: str
    newer: str

    @property
    def changed(self) -> bool:
        return self.older != self.newer


def records_of(credential: Credential) -> list[Any]:
    """Every record of a credential, the newest first."""
    rows = credential.history.select_related("history_user", "certificate__board", "reviewer")
    return list(rows.order_by("-history_id"))


def known_then(records: Sequence[Any], at: dt.datetime) -> Any | None:
    """The record that was the newest at a moment; ``None`` before the first."""
    return next((record for record in records if record.history_date <= at), None)


def terms(record: Any, *, private: bool) -> list[Term]:
    """What a record says, in the order of the form."""
    return [
        Term(capfirst(_label(name)), _said(record, name))
        for name in FIELDS
        if private or name not in PRIVATE
    ]


def compared(older: Any, newer: Any, *, private: bool) -> list[Difference]:
    """Two records of one credential, column by column."""
    both = zip(terms(older, private=private), terms(newer, private=private), strict=True)
    return [Difference(one.label, one.value, other.value) for one, other in both]


def _label(name: str) -> str:
    # A column of its own, and no relation back, which has no such name.
    return str(Credential._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _said(record: Any, name: str) -> str:
    if display := getattr(record, f"get_{name}_display", None):
        return str(display())
    value = getattr(record, name)
    if isinstance(value, dt.date):
        return date_format(value, "j M Y")
    return str(value) if value else _("none")
