"""The references of a form as rows: what is stored behind each, and what was typed upon it.

The whole state of a row travels in the form, so that rows come and go without scripts and without
saving. A part that was not touched keeps what is stored, to the last field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from articles.content.bibliography import csl_json
from articles.content.bibliography.raw import Unreadable
from articles.content.references import validate
from articles.errors import InputRefused

from .reference_parts import PARTS, laid_upon, shown

_ROW = re.compile(r"references-(0|[1-9][0-9]{0,8})-csl")


@dataclass(slots=True)
class Row:
    """``stored``: the CSL item behind the row. ``typed``: its editable parts as they stand in the
    form. ``number``: where it stands in the form, counted from 0.
    """

    number: int
    stored: dict[str, Any]
    typed: dict[str, str]
    removed: bool = False
    errors: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, number: int, item: Mapping[str, Any]) -> Row:
        return cls(number, dict(item), shown(item))

    @property
    def name(self) -> str:
        """What the names of its inputs begin with."""
        return f"references-{self.number}"

    @property
    def was(self) -> str:
        """The key by which the body may still cite it."""
        return str(self.stored.get("id", ""))

    @property
    def key(self) -> str:
        return self.typed["id"].strip()

    @property
    def csl(self) -> str:
        return json.dumps(self.stored, ensure_ascii=False)

    def item(self) -> dict[str, Any]:
        """The CSL item as typed; what cannot be read in it becomes an error of the row."""
        try:
            return validate([laid_upon(self.stored, self.typed)])[0]
        except InputRefused as refused:
            # The sentence begins with the place in a list, which is the row itself.
            self.errors.append(refused.message.partition(", ")[2] or refused.message)
            return {**self.stored, "id": self.key or self.was}

    def inputs(self) -> dict[str, str]:
        """What the row sends, without the tick that removes it."""
        parts = {f"{self.name}-{part}": text for part, text in self.typed.items()}
        return {f"{self.name}-csl": self.csl, **parts}


class Rows:
    """The rows of one form, and what waits beside them to be added."""

    def __init__(self, rows: Iterable[Row], waiting: str = "") -> None:
        self.rows = list(rows)
        self.waiting = waiting
        self.file = ""
        """Name of a file that waits; no form can show it again as chosen."""
        self._items: list[tuple[Row, dict[str, Any]]] | None = None

    @classmethod
    def of(cls, items: Iterable[Mapping[str, Any]]) -> Rows:
        return cls(Row.of(number, item) for number, item in enumerate(items))

    @classmethod
    def posted(cls, data: Mapping[str, Any]) -> Rows:
        numbers = sorted(int(found[1]) for name in data if (found := _ROW.fullmatch(name)))
        return cls((_posted(number, data) for number in numbers), data.get("references-add", ""))

    def items(self) -> list[dict[str, Any]]:
        """The CSL items of the rows that stay, whether they can be saved or not."""
        return [item for _row, item in self.staying()]

    def errors(self) -> list[str]:
        """Sentences that name the row."""
        self.staying()
        return [
            _("row %(number)s (%(key)s), %(error)s")
            % {"number": row.number + 1, "key": row.key or row.was, "error": error}
            for row in self.rows
            for error in row.errors
        ]

    def renamed(self) -> dict[str, str]:
        """Old key and new one of each row whose key was changed."""
        return {row.was: row.key for row, _item in self.staying() if row.was and row.was != row.key}

    def staying(self) -> list[tuple[Row, dict[str, Any]]]:
        """Rows that are not removed, read once. A second row with one key has an error."""
        if self._items is None:
            self._items = [(row, row.item()) for row in self.rows if not row.removed]
            first: dict[str, int] = {}
            for row, item in self._items:
                place = first.setdefault(str(item["id"]), row.number)
                if place != row.number:
                    row.errors.append(_("id: is already the key of row %s.") % (place + 1))
        return self._items


def _posted(number: int, data: Mapping[str, Any]) -> Row:
    name, errors = f"references-{number}", []
    try:
        stored = csl_json.loaded(data[f"{name}-csl"])
    except Unreadable:
        stored = None
    if not isinstance(stored, dict):
        stored = {}
        errors = [_("its details were damaged on the way; remove it and add it again.")]
    stood = shown(stored)
    typed = {part: str(data.get(f"{name}-{part}", stood[part])) for part in PARTS}
    return Row(number, stored, typed, bool(data.get(f"{name}-remove")), errors=errors)
