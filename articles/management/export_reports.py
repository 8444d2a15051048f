"""What became of each article of an export, for a person's spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TextIO

from articles.delivery import Told
from articles.durable import replaced
from articles.management.cells import cell

COLUMNS = tuple(column.name for column in fields(Told))


class CsvReport:
    """A line for each article, written as the export goes; several reasons are lines of a cell."""

    def __init__(self, out: TextIO) -> None:
        self._lines = csv.writer(out)
        self._lines.writerow(COLUMNS)

    def add(self, told: Told) -> None:
        self._lines.writerow(cell(getattr(told, name)) for name in COLUMNS)


@contextmanager
def written(path: Path) -> Iterator[CsvReport]:
    """A report under ``path``, there as a whole when the block ends. Raises ``OSError``."""
    with replaced(path) as file:
        out = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        try:
            yield CsvReport(out)
        finally:
            out.detach()
