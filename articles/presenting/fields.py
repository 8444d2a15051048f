"""What changed beside the body: title, references, audience and the other signed fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles.canonical import CONTENT_FIELDS, canonical_bytes
from articles.content.kinds import Touched, touched
from articles.content.redline import Op, Part, Run
from articles.content.redline.fields import FieldChange, redline_fields
from articles.content.redline.html import runs_html
from articles.content.redline.items import ItemChange, ValueChange
from articles.content.reference_lines import formatted
from articles.models import Article

from .naming import TouchedWords, note_words, touched_words


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One signed field that differs: its label, its parts as a redline, what else to know.

    ``number``: which change of the page it is, from 1. ``words``: how many came and went.
    """

    label: str
    parts: tuple[SafeString, ...]
    notes: tuple[str, ...] = ()
    number: int = 0
    words: int = 0
    touched: tuple[TouchedWords, ...] = ()
    found: tuple[Touched, ...] = ()


def field_lines(old: Any, new: Any) -> list[FieldLine]:
    """Two records, field by field in the order people read them; the body is left out.

    With nothing to compare with there is nothing to show: the page has the fields themselves.
    """
    if old is None:
        return []
    sides = [{name: getattr(record, name) for name in CONTENT_FIELDS} for record in (old, new)]
    return [
        _numbered(number, change, old, new)
        for number, change in enumerate(redline_fields(*sides), start=1)
    ]


def _numbered(number: int, change: FieldChange, old: Any, new: Any) -> FieldLine:
    was, now = (_plain(record, change.field) for record in (old, new))
    found = touched(
        was, now, heading=change.field == "title", reference=change.field == "references"
    )
    kept = Counter(was.split()) & Counter(now.split())
    return replace(
        _line(change, old, new),
        number=number,
        words=len(was.split()) + len(now.split()) - 2 * kept.total(),
        touched=tuple(touched_words(found)),
        found=found,
    )


def _plain(record: Any, name: str) -> str:
    value = getattr(record, name)
    return "; ".join(map(_one, value)) if isinstance(value, list) else _shown(record, name)


def _line(change: FieldChange, old: Any, new: Any) -> FieldLine:
    label = str(label_for_field(change.field, Article))
    notes = [note_words(note) for note in change.notes]
    for item in change.items:
        notes += map(note_words, item.notes)
        notes += [note_words(note) for value in item.values for note in value.notes]
    if change.runs:
        return FieldLine(label, (_runs(change.runs),), tuple(notes))
    if isinstance(change.new, list):
        parts = [part for item in change.items for part in _item(item)]
        return FieldLine(label, tuple(parts), tuple(notes))
    return FieldLine(label, (_pair(_shown(old, change.field), _shown(new, change.field)),))


def _shown(record: Any, name: str) -> str:
    """The value as people read it."""
    display = getattr(record, f"get_{name}_display", None)
    return str(display() if display else getattr(record, name))


def _item(item: ItemChange) -> Iterator[SafeString]:
    if item.op is Op.SAME:
        return
    if item.op is Op.MOVED:
        yield format_html("{} <span class='quiet'>(moved)</span>", _one(item.new))
    if item.values:
        yield from (_value(_one(item.new), value) for value in item.values)
    elif any(run.op is not Part.SAME for run in item.runs):
        yield _runs(item.runs)
    elif item.op is not Op.MOVED:
        yield _pair(_one(item.old), _one(item.new))


def _value(where: str, value: ValueChange) -> SafeString:
    was, now = _text(value.old), _text(value.new)
    if was == now:
        was, now = (canonical_bytes(side).decode() for side in (value.old, value.new))
    changed = _runs(value.runs) if value.runs else _pair(was, now)
    return format_html("{}<br><span class='quiet'>{}:</span> {}", where, value.name, changed)


def _one(item: Any) -> str:
    """A reference as its printed line, anything else as it is."""
    if isinstance(item, dict) and "id" in item:
        return f"[@{item['id']}] {formatted(item)}"
    return _text(item)


def _text(value: Any) -> str:
    """Of names, dates and topics the values, without the keys of JSON."""
    if isinstance(value, Mapping):
        return " ".join(map(_text, value.values()))
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return "" if value is None else str(value)


def _pair(old: str, new: str) -> SafeString:
    words = [(tag, text) for tag, text in (("del", old), ("ins", new)) if text]
    return format_html_join(" ", "<{0}>{1}</{0}>", words)


def _runs(runs: tuple[Run, ...]) -> SafeString:
    # Escaped and held to a list of tags by content.redline.html.
    return mark_safe(runs_html(runs))  # noqa: S308
