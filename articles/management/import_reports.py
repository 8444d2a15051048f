"""What an import did, item by item, for a person's spreadsheet or for a machine.

A report is written as the import goes, so that ten thousand items take no more room than one.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Protocol

from articles.durable import replaced
from articles.intake import Outcome
from articles.management.cells import cell

COLUMNS = tuple(column.name for column in fields(Outcome))
_RAW = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *range(0xD800, 0xE000))}
"""What JSON may leave as it is, and a terminal would obey or no encoding can write."""


class Report(Protocol):
    def add(self, outcome: Outcome) -> None: ...

    def close(self, counts: Mapping[str, int]) -> None: ...


class JsonReport:
    """One object: ``items``, then ``counts``."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self.write, self.is_empty = write, True

    def add(self, outcome: Outcome) -> None:
        self.write(f"{self._before()}\n    {_json(asdict(outcome))}")

    def close(self, counts: Mapping[str, int]) -> None:
        before = '{"items": [' if self.is_empty else "\n  "
        self.write(f'{before}],\n  "counts": {_json(counts)}}}\n')

    def _before(self) -> str:
        before, self.is_empty = '{"items": [' if self.is_empty else ",", False
        return before


@dataclass(frozen=True)
class _Written:
    """What the csv module asks of a file."""

    write: Callable[[str], object]


class CsvReport:
    """A line for each item; several claims or notes are lines of one cell."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self.lines = csv.writer(_Written(write))
        self.lines.writerow(COLUMNS)

    def add(self, outcome: Outcome) -> None:
        self.lines.writerow(cell(getattr(outcome, name)) for name in COLUMNS)

    def close(self, counts: Mapping[str, int]) -> None:
        """The counts are on the screen."""


KINDS: Mapping[str, type[JsonReport | CsvReport]] = {".csv": CsvReport, ".json": JsonReport}


@contextmanager
def written(path: Path) -> Iterator[Report]:
    """A report under ``path``, there as a whole when the block ends. Raises ``OSError``."""
    with replaced(path) as file:
        out = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        try:
            yield KINDS[path.suffix.lower()](out.write)
        finally:
            out.detach()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_RAW)
