"""Pages by key: "after this row" costs the same on page 300 as on page 1, and skips nothing."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows; ``after`` is the cursor of the next page, empty on the last."""

    rows: list[M]
    after: str
    is_first: bool


def page(rows: QuerySet[M], after: str, order: Sequence[str], size: int) -> Page[M]:
    """The rows behind a cursor. One that makes no sense gives the first page.

    ``order``: columns or annotations that are never empty, ``-`` for the highest first; together
    they tell any two rows apart.
    """
    key = _read(rows, after, order)
    behind = rows if key is None else rows.filter(_behind(order, key))
    found = list(behind.order_by(*order)[: size + 1])
    shown = found[:size]
    cursor = _written(shown[-1], order) if len(found) > size else ""
    return Page(shown, cursor, key is None)


def _written(row: Model, order: Sequence[str]) -> str:
    values = [getattr(row, name.removeprefix("-")) for name in order]
    said = [v.isoformat() if isinstance(v, dt.date) else str(v) for v in values]
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def _read(rows: QuerySet[Any], after: str, order: Sequence[str]) -> list[Any] | None:
    try:
        said = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except ValueError:
        return None
    texts = isinstance(said, list) and all(isinstance(text, str) for text in said)
    if not texts or len(said) != len(order):
        return None
    try:
        key = [_value(rows, *pair) for pair in zip(order, said, strict=True)]
    except (ValidationError, ValueError):
        return None
    return key if all(map(_can_be_asked, key)) else None


def _value(rows: QuerySet[Any], name: str, text: str) -> Any:
    """A value in the type of its column or annotation."""
    name = name.removeprefix("-")
    if name in rows.query.annotations:
        return rows.query.annotations[name].output_field.to_python(text)
    meta = rows.model._meta
    return (meta.pk if name == "pk" else meta.get_field(name)).to_python(text)


def _can_be_asked(value: Any) -> bool:
    """What a database takes: no NUL, no number beyond 64 bits, no time without its zone."""
    match value:
        case None:
            return False
        case int():
            return abs(value) < 2**63
        case str():
            return "\0" not in value
        case dt.datetime():
            return value.tzinfo is not None
    return True


def _behind(order: Sequence[str], key: Sequence[Any]) -> Q:
    """Everything after one row: alike in the first columns, beyond it in the next."""
    found, alike = Q(), Q()
    for name, value in zip(order, key, strict=True):
        column, beyond = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        found |= alike & Q(**{f"{column}__{beyond}": value})
        alike &= Q(**{column: value})
    return found
