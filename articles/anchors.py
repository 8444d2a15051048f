"""Keep the newest checkpoint outside the database, so that a cut-off ledger shows.

The rule is that of a C2SP witness: a ledger that is smaller than an anchor, or that is no extension
of it, gets no new one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from articles import checkpoints, durable, keys, ledger
from articles.errors import InputRefused, LedgerBroken


@dataclass(frozen=True, slots=True)
class Anchor:
    """A checkpoint that now lies in the folder. ``is_new``: it was written by this call.

    ``age``: since the last entry that it saw.
    """

    path: Path
    size: int
    age: dt.timedelta
    is_new: bool


def write(folder: Path, now: dt.datetime) -> Anchor:
    """Put the newest checkpoint into a folder, where it is not there yet; as often as you like.

    Never touches an anchor that is there. Raises ``LedgerBroken``, with nothing written, where the
    ledger does not continue every ``*.checkpoint`` in the folder or its end is not genuine, and
    ``InputRefused`` while it is empty; ``OSError`` where the folder cannot be written.
    """
    newest = ledger.newest()
    if newest is None:
        raise InputRefused("ledger", "it is empty; there is nothing to anchor.", "empty")
    size = newest.seq + 1
    path = folder / f"{size:012}.checkpoint"
    notes = {
        each.name: each.read_text("utf-8", "replace")
        for each in folder.glob("*.checkpoint")
        if each.is_file()
    }
    is_new = path.name not in notes
    origin, saw, _ = checkpoints.open_checkpoint(newest.checkpoint, keys.trusted())
    if (origin, saw) != (settings.ISSUER, size):
        raise LedgerBroken(f"Entry {newest.seq}: the checkpoint covers another ledger.")
    if faults := ledger.extension_faults({path.name: newest.checkpoint, **notes}, size):
        raise LedgerBroken(" ".join(faults))
    if is_new:
        folder.mkdir(parents=True, exist_ok=True)
        with durable.replaced(path) as file:
            file.write(newest.checkpoint.encode())
    return Anchor(path, size, now - newest.at, is_new)
