"""Where the golden data lies. README.md says what each file is."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/sqlite"))

each_generation = pytest.mark.parametrize("golden", FOLDERS, ids=lambda folder: folder.name)


def unpacked(path: Path) -> bytes:
    return lzma.decompress(path.read_bytes())


def ledger_of(golden: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows of the ledger, and its head."""
    lines = unpacked(golden / "sqlite/ledger.jsonl.xz").decode().splitlines()
    *entries, head = map(json.loads, lines)
    return entries, head


def anchors_of(house: Path) -> dict[str, str]:
    """Checkpoints by file name."""
    return {path.name: path.read_text() for path in sorted((house / "anchors").iterdir())}
