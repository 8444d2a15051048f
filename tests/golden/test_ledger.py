"""An old ledger is walked today as it was then: by its keys, its checkpoints, its anchors."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from articles import keys, ledger
from articles.models import LedgerEntry, LedgerHead

from .generations import anchors_of, each_generation, ledger_of

pytestmark = [each_generation, pytest.mark.django_db]

CHANGED = 20
"""The entry in which one byte is changed; the first key signed it."""


@pytest.fixture(autouse=True)
def _house(golden: Path, settings: Any, tmp_path: Path) -> None:
    """The public keys of the house whose ledger this is."""
    settings.ISSUER = "reviewflow.example"
    settings.KEY_DIR = tmp_path / "keys"
    settings.KEY_DIR.mkdir()
    shutil.copy(golden / "sqlite/keys.json", settings.KEY_DIR)


def load(golden: Path, **changes: Any) -> int:
    """Every entry through the triggers, link by link; the number of entries.

    ``changes`` are columns of entry ``CHANGED``. A column that came later takes its default.
    """
    rows, head = ledger_of(golden)
    for row in rows:
        row["at"] = dt.datetime.fromisoformat(row["at"])
        row["salt"], leaf = bytes.fromhex(row["salt"]), bytes.fromhex(row.pop("leaf"))
        stored = {**row, "leaf": leaf} | (changes if row["seq"] == CHANGED else {})
        LedgerEntry(**stored).save(force_insert=True)
        LedgerHead.objects.update(size=row["seq"] + 1, last=leaf)
    LedgerHead.objects.update(frontier=bytes.fromhex(head["frontier"]))
    return int(head["size"])


@pytest.mark.req("A11-11")
def test_an_old_ledger_has_no_fault_with_every_checkpoint_and_anchor(golden: Path) -> None:
    size = load(golden)

    found = ledger.walk(every_checkpoint=True, anchors=anchors_of(golden / "sqlite"))

    assert (found.entries, found.faults) == (size, ())
    assert found.checkpoint == anchors_of(golden / "sqlite")[f"{size:012}.checkpoint"]


def test_old_entries_were_signed_by_every_key_of_the_ring_also_a_revoked_one(golden: Path) -> None:
    """Else the walk above would say nothing about rotation."""
    rows, _ = ledger_of(golden)
    signers = {row["checkpoint"].rsplit(" ", 1)[1][:5] for row in rows}

    assert len(signers) == len(keys.ring()) > 2
    assert any(key.revoked_at for key in keys.ring())


FAULTS = {
    "kind": "its column kind was altered",
    "subject": "its column subject was altered",
    "actor": "its column actor was altered",
    "at": "its column at was altered",
    "core": "its core was altered",
    "salt": "its payload was altered",
    "payload": "its payload was altered",
    "leaf": "its core was altered",
    "checkpoint": "The checkpoint was signed with a key that is not trusted",
}


@pytest.mark.parametrize("column", FAULTS)
def test_one_byte_of_one_row_is_named(golden: Path, column: str) -> None:
    load(golden, **{column: altered(ledger_of(golden)[0][CHANGED], column)})

    found = ledger.walk(every_checkpoint=True, anchors=anchors_of(golden / "sqlite"))

    assert found.faults[0] == f"Entry {CHANGED}: {FAULTS[column]}."
    assert column == "core" or len(found.faults) == 1


def test_one_byte_of_one_core_contradicts_every_later_anchor(golden: Path) -> None:
    load(golden, core=altered(ledger_of(golden)[0][CHANGED], "core"))
    anchors = anchors_of(golden / "sqlite")

    faults = ledger.walk(anchors=anchors).faults

    assert [fault for fault in faults if fault.startswith("Anchor")] == [
        f"Anchor {name} saw other entries before entry {int(name.split('.')[0])}."
        for name in anchors
    ]


def altered(row: dict[str, Any], column: str) -> Any:
    """The value of a column with its first byte changed; of a moment, the last."""
    value = row[column]
    if column == "at":
        return dt.datetime.fromisoformat(value) + dt.timedelta(microseconds=1)
    if column in {"salt", "leaf"}:
        first, *others = bytes.fromhex(value)
        return bytes([first ^ 1, *others])
    at = next(at for at, sign in enumerate(value) if sign.isalnum())
    return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
