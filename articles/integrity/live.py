"""Live rows, for every model with a history: each is its newest record, or it was altered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, Max, OuterRef

from articles.models import HISTORISED, Article

from .tally import Tally, chunks


def live_faults(tally: Tally) -> Iterator[str]:
    """Rows that their newest record does not explain, and rows that vanished without one."""
    for model in HISTORISED:
        what = str(model._meta.verbose_name_plural)
        rows = tally.over(what, model.objects.order_by("pk").iterator(200))
        for chunk in chunks(rows):
            yield from _chunk_faults(model, chunk)
        if model is not Article:  # of articles the ledger itself says which there are
            yield from _vanished(model)


def named(row: Any) -> str:
    """How a fault names a live row."""
    name = row.slug if isinstance(row, Article) else row.pk
    return f"{str(row._meta.verbose_name).capitalize()} {name}"


def _chunk_faults(model: Any, chunk: list[Any]) -> Iterator[str]:
    record = model.history.model
    ids = record.objects.filter(id__in=[row.pk for row in chunk]).values("id").order_by()
    newest = record.objects.filter(pk__in=ids.annotate(newest=Max("history_id")).values("newest"))
    by_id = {found.id: found for found in newest}
    for row in chunk:
        found = by_id.get(row.pk)
        if found is None or found.history_type == "-":
            yield f"{named(row)}: no record explains its live row."
            continue
        fields = (field.attname for field in record.tracked_fields)
        if altered := [name for name in fields if getattr(row, name) != getattr(found, name)]:
            columns = ", ".join(sorted(altered))
            yield f"{named(row)}: its live row is not its newest record ({columns})."


def _vanished(model: Any) -> Iterator[str]:
    record = model.history.model
    gone = record.objects.filter(~Exists(model.objects.filter(pk=OuterRef("id"))))
    kinds = dict(gone.order_by("history_id").values_list("id", "history_type"))
    for key, kind in sorted(kinds.items()):
        if kind != "-":
            name = str(model._meta.verbose_name).capitalize()
            yield f"{name} {key}: its row is gone, and no record says that it was deleted."
