"""What of an export is not handed out any more: withdrawn from readers, or refused, since then."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from uuid import UUID

from articles.delivery import Delivered, choosing
from articles.models import Export, LedgerEntry
from articles.stages import Event

from .choosing import JUDGED, Choice

_TAKES_BACK = (Event.WITHDRAW, Event.WITHDRAW_SIGNATURE)
"""After which an article that left would not leave again, until it is released anew."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """An article that no order would get now, and why; ``at`` (aware): when it was taken back."""

    slug: str
    why: str
    at: dt.datetime | None = None


def recalled(export: Export) -> list[Recalled]:
    """Articles of a finished export for which its files stay here now.

    The work grows with what was taken back since the export, not with its size. Of more than
    ``JUDGED`` the first are told: one is enough to keep the files.
    """
    if export.cursor is None or export.is_over or not export.files:
        return []
    order = Choice(since=export.cursor, include_approved=export.include_approved).order()
    done = Delivered(cursor=export.cursor)
    for _looked_at, _leaving in choosing.chunks(order, _touched(export)[:JUDGED], done):
        pass
    gone = [Recalled(each.slug, each.why, each.at) for each in done.withdrawn]
    held = [Recalled(each.slug, " ".join(map(str, each.reasons))) for each in done.refused]
    return [*gone, *held]


def _touched(export: Export) -> list[UUID]:
    """Articles of the export that something was taken back of since, in the order of names."""
    kinds = {*_TAKES_BACK, *((Event.REVISE,) if export.include_approved else ())}
    rows = LedgerEntry.objects.filter(kind__in=kinds, seq__gt=export.cursor)
    subjects = set(rows.order_by("seq").values_list("subject", flat=True))
    if not subjects:
        return []
    found = choosing.keys_by_slug("pk", [each.removeprefix("article:") for each in subjects])
    exported = _exported(export)
    return [found[slug] for slug in sorted(found) if slug in exported]


def _exported(export: Export) -> set[str]:
    """The articles that the export's own entry names."""
    rows = LedgerEntry.objects.about("export").filter(seq__gt=export.cursor)
    for entry in rows.filter(payload__contains=str(export.pk)):
        said = json.loads(entry.payload)
        if said.get("export") == str(export.pk):
            return set(said["articles"])
    return set()
