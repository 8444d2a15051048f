"""Files that people name, and the folders they lie in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from articles import importers
from articles.errors import InputRefused

from .outcomes import printable


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import. ``name``: as people know it, from the folder on that they named."""

    path: Path
    name: str


def listed(path: Path) -> Iterator[Source]:
    """The file itself; of a folder, every file in it that an importer reads, in order of name.

    A folder that cannot be opened comes as if it were a file, so that reading it says why. Links
    stay out: one could bring in any file that this process may read.
    """
    if not path.is_dir():
        yield Source(path, printable(path.name))
        return
    closed: list[OSError] = []
    yield from (source for source in _files(path, closed) if _is_read(source.path))
    for error in closed:
        yield Source(Path(error.filename), printable(str(error.filename)))


def passed_over(path: Path) -> Iterator[Source]:
    """The files of a folder that no importer reads, in order of name; none of a file."""
    yield from (source for source in _files(path, []) if not _is_read(source.path))


def _files(path: Path, closed: list[OSError]) -> Iterator[Source]:
    """Every file of a folder but links. What begins with a dot is hidden, and nobody's article.

    ``closed`` gains the folders that cannot be opened.
    """
    for folder, folders, files in os.walk(path, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            found = Path(folder, name)
            if not name.startswith(".") and not found.is_symlink():
                yield Source(found, printable(found.relative_to(path).as_posix()))


def _is_read(path: Path) -> bool:
    suffixes = {suffix for importer in importers.registered() for suffix in importer.suffixes}
    return path.suffix.lower() in suffixes


def contents(path: Path, name: str) -> bytes:
    """The bytes of a file. Raises ``InputRefused``, also for what is too large to be read."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            kind = _("is a folder that cannot be read.") if path.is_dir() else _("is no file.")
            raise InputRefused(name, kind)
        importers.refuse_large(size, name)  # before a byte of it is read
        return path.read_bytes()
    except OSError as error:
        raise InputRefused(name, f"{error.strerror}.") from error
