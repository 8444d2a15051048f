"""How the rows of references look: number, key, printed line, how often cited, a fold to edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.content import citations
from articles.content.bibliography.adding import Added
from articles.content.bibliography.duplicates import alike
from articles.content.references import formatted

from .reference_parts import PARTS, kinds_for
from .reference_rows import Row, Rows


class ReferenceRows(forms.Widget):
    """``citing``: the body that cites them. ``read``: rows of the lines that the field speaks.

    ``added`` and ``refused``: what the last addition did, or why it did nothing.
    """

    use_fieldset = True
    citing: Callable[[], str] = staticmethod(str)
    read: Callable[[Any], Rows] = staticmethod(Rows.of)
    added: Added | None = None
    refused: str = ""
    _posted: tuple[Any, Rows] | None = None
    """What was sent and its rows, which are read once."""

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Lines where somebody sends lines; else the rows."""
        if name in data:
            return data[name]
        if self._posted is None or self._posted[0] is not data:
            rows = Rows.posted(data)
            if chosen := (files or {}).get("references-file"):
                rows.file = str(chosen.name)
            self._posted = data, rows
        return self._posted[1]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        rows = value if isinstance(value, Rows) else self.read(value)
        context = {
            "rows": list(self._shown(rows)),
            "waiting": rows.waiting if self.refused or not self.added else "",
            "added": self.added,
            "refused": self.refused,
        }
        return render_to_string("admin/articles/article/references.html", context)

    def _shown(self, rows: Rows) -> Iterator[dict[str, Any]]:
        rows.errors()
        items = {row.number: item for row, item in rows.staying()}
        renamed = rows.renamed()
        keys = [renamed.get(place.key, place.key) for place in citations.places(self.citing())]
        printed = citations.in_print_order(keys, items.values())
        numbers = {item["id"]: number for number, item in enumerate(printed, start=1)}
        same, cited = alike(items.values()), Counter(keys)
        fresh = set(self.added.new_ids) if self.added else set()
        for row in rows.rows:
            item = items.get(row.number, row.stored)
            yield {
                "row": row,
                "key": row.key or row.was,
                "number": numbers.get(item.get("id")) if not row.removed else None,
                "line": _line(item),
                "cited": cited[str(item.get("id"))],
                "same": same.get(str(item.get("id")), ""),
                "is_new": row.was in fresh,
                "is_open": bool(row.errors),
                "parts": list(_parts(row)),
            }


def _line(item: Mapping[str, Any]) -> str:
    """As printed; an item that cannot be printed yet shows nothing."""
    try:
        return formatted(item)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return ""


def _parts(row: Row) -> Iterator[dict[str, Any]]:
    for name, part in PARTS.items():
        value = row.typed[name]
        yield {
            "name": f"{row.name}-{name}",
            "value": value,
            "label": part.label,
            "kind": part.kind,
            "help": part.help,
            "wide": part.wide,
            "choices": kinds_for(value) if part.kind == "choice" else (),
            "rows": min(8, max(2, value.count("\n") + 1)),
        }
