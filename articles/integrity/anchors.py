"""Checkpoints kept outside the database: what a cut-off ledger is held against."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from articles.models import LedgerEntry


@dataclass(frozen=True, slots=True)
class Anchor:
    """A checkpoint kept outside the database, and where it was found.

    ``age_seconds``: since the last entry it saw; None where the ledger has no such entry.
    """

    name: str
    note: str
    age_seconds: float | None


def anchors_in(folder: Path, now: dt.datetime) -> list[Anchor]:
    """Checkpoints from a folder of ``*.checkpoint`` files, the newest first.

    The age is that of the last entry a checkpoint saw; copying a file does not change it.
    """
    found = []
    for path in sorted(path for path in folder.glob("*.checkpoint") if path.is_file()):
        note = path.read_text(errors="replace")
        line = next(iter(note.splitlines()[1:2]), "")
        size = int(line) if re.fullmatch(r"[0-9]{1,15}", line) else 0
        seen = LedgerEntry.objects.filter(seq=size - 1).values_list("at", flat=True).first()
        age = (now - seen).total_seconds() if seen else None
        found.append((size, Anchor(path.name, note, age)))
    return [anchor for _, anchor in sorted(found, key=lambda pair: -pair[0])]
