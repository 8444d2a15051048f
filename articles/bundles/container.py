"""The zip of a bundle: the same files give the same bytes, on every machine and in every year.

The form itself is ``verify.pieces``, so that writer and verifier cannot drift apart.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from articles.errors import InputRefused

from .verify import LIMIT, LOCAL_HEADER, MOST_FILES, NotGenuine, name_fault, ordered, pieces


class OnDisk(Mapping[str, bytes]):
    """Files by name, end to end in one file on the disk; one of them is in memory at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._places: dict[str, tuple[int, int]] = {}
        self.size = 0

    def __setitem__(self, name: str, data: bytes) -> None:
        start = self._file.seek(0, os.SEEK_END)
        self._file.write(data)
        self.note(name, start, len(data))

    def __getitem__(self, name: str) -> bytes:
        start, length = self._places[name]
        self._file.seek(start)
        return self._file.read(length)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    @property
    def places(self) -> dict[str, tuple[int, int]]:
        """Where each file begins, and its length."""
        return dict(self._places)

    def note(self, name: str, start: int, length: int) -> None:
        """A file that stands there already."""
        self._places[name] = (start, length)
        self.size += length


def fill(file: BinaryIO, files: Mapping[str, bytes], size: int) -> OnDisk:
    """Write the bundle of these files into an empty file, and read it back piece by piece.

    ``size``: bytes of all files together. Gives the files as they stand in the zip. Raises
    ``InputRefused`` above 65,535 files or 512 MB, where a plain zip (and the verifier) ends;
    ``NotGenuine`` for a name that the verifier would not take, and where the disk gives other
    bytes.
    """
    _check(len(files), size)
    seen: set[str] = set()
    for name in files:
        if fault := name_fault(name, seen):
            raise NotGenuine(fault)
        seen.add(name.lower())
    file.writelines(pieces((name, files[name]) for name in ordered(files)))
    file.flush()
    found, start = OnDisk(file), 0
    for name in ordered(files):
        start += LOCAL_HEADER + len(name)
        found.note(name, start, len(files[name]))
        start += len(files[name])
    at = 0
    for piece in pieces(found.items()):
        file.seek(at)
        if file.read(len(piece)) != piece:
            raise NotGenuine("the file is not a bundle's zip: the disk holds other bytes")
        at += len(piece)
    return found


def _check(count: int, size: int) -> None:
    if count > MOST_FILES or size > LIMIT:
        raise InputRefused("bundle", "it is too large; export fewer articles at a time.", "size")
