"""What whoever waits for an export is told of it, and how they end it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .ordering import Delivered


class Stopped(Exception):
    """Raised by a watch: nothing of the export stays, on the disk or on record."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file under its final name (relative to the output's folder), its size and its digest."""

    name: str
    bytes: int
    digest: str


class Watch(Protocol):
    """Told as an export goes on.

    ``planned``: how many articles will be looked at. ``written``: how many of them are done, after
    each chunk; it may raise ``Stopped``. ``recorded``: what came of it and the files, inside the
    transaction of the ledger entry, before they have their names.
    """

    def planned(self, total: int) -> None: ...

    def written(self, done: int) -> None: ...

    def recorded(self, done: Delivered, files: Sequence[Written]) -> None: ...


class Unwatched:
    """Nobody waits."""

    def planned(self, total: int) -> None:
        pass

    def written(self, done: int) -> None:
        pass

    def recorded(self, done: Delivered, files: Sequence[Written]) -> None:
        pass


UNWATCHED = Unwatched()
