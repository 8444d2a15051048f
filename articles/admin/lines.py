"""Lists that writers edit as plain lines: references, authors, topics.

A line that was not touched keeps what is stored behind it, to the last field, so that saving
without a change changes no digest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.content import references
from articles.content.bibliography import csl_json, keys
from articles.content.bibliography.raw import Unreadable
from articles.content.parser import KEY

from .reference_rows import Rows
from .reference_widget import ReferenceRows

_KEY = re.compile(KEY)
_BREAK = re.compile(r"\r\n|\r|\n")
_PASTED = re.compile(r"\[\s*(?:\{|\]\s*$)")


def one_line(text: str) -> str:
    """Stored text as one line of a list: line breaks become spaces, all else stays."""
    return re.sub(r"[\r\n]+", " ", text).strip()


class LinesField(forms.CharField):
    """One entry a line. ``known`` holds the stored entries whose lines may come back untouched."""

    widget: type[forms.Widget] = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, required=False, **options)
        self.known: dict[str, Any] = {}

    def know(self, entries: Iterable[Any]) -> None:
        # A new dictionary: forms copy their fields without what hangs on them.
        self.known = {self.line(entry): entry for entry in entries} | self.known

    def prepare_value(self, value: Any) -> Any:
        """Stored entries as lines; what somebody typed stays as typed."""
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(self.line(entry) for entry in value)

    def to_python(self, value: Any) -> Any:
        lines = (line.strip() for line in _BREAK.split(str(value or "")))
        return self.entries([line for line in lines if line])

    def entries(self, lines: Sequence[str]) -> list[Any]:
        return [self.known[line] if line in self.known else self.read(line) for line in lines]

    def line(self, entry: Any) -> str:
        return one_line(str(entry))

    def read(self, line: str) -> Any:
        return line

    def run_validators(self, value: Any) -> None:
        """Entries are checked where content is written."""


class AuthorsField(LinesField):
    """Printed names, one a line."""


class TopicsField(LinesField):
    """``MeSH D008180``: a system and a code, one topic a line."""

    def line(self, entry: Any) -> str:
        return one_line(f"{entry['system']} {entry['code']}")

    def read(self, line: str) -> dict[str, str]:
        words = line.rsplit(maxsplit=1)
        if len(words) < 2:
            sentence = _("“%s”: write a system and a code, such as MeSH D008180.") % line
            raise ValidationError(sentence, code="topic")
        return {"system": words[0], "code": words[1]}


class ReferencesField(LinesField):
    """Rows (``reference_rows``); else lines ``key | citation``, or a CSL-JSON list.

    Lines are what a conflict compares and what scripts may send. An untouched line keeps its
    CSL-JSON whole; any other is read by ``references.from_line``.
    """

    widget = ReferenceRows

    def line(self, entry: Any) -> str:
        return one_line(f"{entry['id']} | {references.formatted(entry)}")

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, Rows) else super().prepare_value(value)

    def rows(self, value: Any) -> Rows:
        """The rows of what the form holds: rows already, stored items, or lines."""
        if isinstance(value, Rows):
            return value
        try:
            return Rows.of(self.to_python(self.prepare_value(value)))
        except ValidationError:
            return Rows([], waiting=str(value))

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Rows):
            return _standing(value)
        text = str(value or "").strip()
        return _pasted(text) if _PASTED.match(text) else super().to_python(value)

    def entries(self, lines: Sequence[str]) -> list[Any]:
        """As ``LinesField``; a new line without a key gets one that no other line has."""
        found = super().entries(lines)
        known = keys.Keys(key for line in lines if (key := _key_of(line)))
        for item, line in zip(found, lines, strict=True):
            if not _key_of(line):
                item["id"] = known.new(item["id"])
        return found

    def read(self, line: str) -> dict[str, Any]:
        key = _key_of(line)
        if not key:
            return references.from_line(line)
        return {**references.from_line(line.partition("|")[2].strip() or key), "id": key}


def _key_of(line: str) -> str:
    """The key in front of a line, or nothing."""
    key, bar, _rest = line.partition("|")
    return key.strip() if bar and _KEY.fullmatch(key.strip()) else ""


def _standing(rows: Rows) -> list[Any]:
    """The CSL items of the rows that stay. Raises every error of every row at once."""
    if errors := rows.errors():
        raise ValidationError([ValidationError(error, code="row") for error in errors])
    return rows.items()


def _pasted(text: str) -> list[Any]:
    """A CSL-JSON list as pasted; its items are checked where content is written."""
    try:
        return list(csl_json.loaded(text, float))
    except Unreadable as wrong:
        sentence = _("This begins like CSL-JSON, but cannot be read: it %s.") % wrong
        raise ValidationError(sentence, code="json") from wrong
