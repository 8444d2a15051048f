"""Ordered exports whose rows say something else than what left."""

from __future__ import annotations

from articles.models import Export, LedgerEntry
from articles.stages import Event

from .classes import tampering
from .hand import alter, erase
from .town import Town


def entry(row: Export) -> LedgerEntry:
    """The one that names it."""
    told = LedgerEntry.objects.filter(kind=Event.EXPORT, payload__contains=str(row.pk))
    return told.get()


@tampering("an export whose file has another digest")
def _(_town: Town) -> list[str]:
    row = Export.objects.get()
    alter(row, files=[{**row.files[0], "digest": f"sha256:{'0' * 64}"}])
    return [f"Export {row.pk}: the ledger says another digest."]


@tampering("an export that somebody else is said to have ordered")
def _(town: Town) -> list[str]:
    row = Export.objects.get()
    alter(row, ordered_by_id=town.cast.writer.pk)
    return [f"Export {row.pk}: the ledger says another person."]


@tampering("a deleted export")
def _(_town: Town) -> list[str]:
    row = Export.objects.get()
    seq = entry(row).seq
    erase(row)
    return [f"Entry {seq}: the export it names is gone."]
