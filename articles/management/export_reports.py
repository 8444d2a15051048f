"""What became of each article of an export, for a person's spreadsheet."""

from __future__ import annotations

import codecs
import csv
import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path
from typing import BinaryIO

from articles.delivery import Delivered, NamedRefused, Told
from articles.durable import replaced
from articles.management.cells import cell

COLUMNS = tuple(column.name for column in fields(Told))


class ReportLost(Exception):
    """The report could not be written after the export was done."""

    def __init__(self, done: Delivered, why: str) -> None:
        self.done = done
        super().__init__(f"its report is not: {why}")


class CsvReport:
    """A line for each article, written as the export goes; several reasons are lines of a cell."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path, self._file = path, file
        self._lines = csv.writer(codecs.getwriter("utf-8")(file))
        self.begin()

    def begin(self) -> None:
        """Empty but for the heads of its columns, whatever was told before."""
        with _named(self._path):
            self._file.seek(0)
            self._file.truncate()
            self._lines.writerow(COLUMNS)

    def add(self, told: Told) -> None:
        with _named(self._path):
            self._lines.writerow(cell(getattr(told, name)) for name in COLUMNS)


@contextmanager
def written(path: Path) -> Iterator[CsvReport]:
    """A report under ``path``, there as a whole when the block ends, also by ``NamedRefused``.

    Raises ``OSError`` with that name, before the block where there is no place for it.
    """
    with ExitStack() as stack:
        with _named(path):
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            report = CsvReport(path, stack.enter_context(replaced(path)))
        refused = None
        try:
            yield report
        except NamedRefused as error:
            refused = error
            report.begin()
            for told in refused.staying():
                report.add(told)
        with _named(path):
            stack.close()
        if refused is not None:
            raise refused


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """An error names the report, not the file that it is until it has its name, or none at all."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
