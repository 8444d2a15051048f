"""Ordered exports: what a row says left the house is what the ledger says."""

from __future__ import annotations

from collections.abc import Iterator

from articles.canonical import files_digest
from articles.models import Export, LedgerEntry
from articles.stages import Event, ExportState

from .saying import Line, lines
from .tally import Tally


def export_faults(tally: Tally) -> Iterator[str]:
    """Exports that are ready and nobody recorded so, and entries whose row is gone or differs."""
    told: dict[str, Line] = {}
    for line in lines(LedgerEntry.objects.filter(kind=Event.EXPORT)):
        if not (key := line.text("export")):
            continue  # by the command: it has no row
        if key in told:
            yield f"Entry {line.seq}: the export it names left before, by entry {told[key].seq}."
        told.setdefault(key, line)
    rows = Export.objects.order_by("pk").select_related("ordered_by").defer("refused", "withdrawn")
    for row in tally.over("ordered exports", rows.iterator(100)):
        yield from _faults(row, told.pop(str(row.pk), None))
    for line in told.values():
        yield f"Entry {line.seq}: the export it names is gone."


def _faults(row: Export, line: Line | None) -> Iterator[str]:
    name = f"Export {row.pk}"
    if line is None:
        if row.files:
            yield f"{name}: no ledger entry says that it left."
        return
    if not row.files:  # an export whose files were lost says so
        if row.state != ExportState.FAILED:
            yield f"Entry {line.seq}: the export it names has no files on its row."
        return
    for what, stored, said in (
        ("person", row.ordered_by.username, line.actor),
        ("digest", digest_of(row), line.text("digest")),
        ("number of files", len(row.files), line.number("files")),
        ("choice of formats", row.formats, line.items("formats")),
        ("shape", row.bundle, line.said.get("bundle")),
        ("number of articles", row.done, line.count("articles")),
    ):
        if stored != said:
            yield f"{name}: the ledger says another {what}."


def digest_of(row: Export) -> str:
    """As the entry has it: of the one file; of several, of their names and digests."""
    return files_digest({file["name"]: file["digest"] for file in row.files})
