"""How far a long command has come: one line that a terminal draws over, and nothing in a file."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.management.base import OutputWrapper
from django.utils.translation import ngettext

APART = 0.1
"""Seconds between two drawings."""
BAR = 20
_CLEAN = "\r\x1b[K"
"""To the beginning of the line, and empty it."""


def _files(number: int) -> str:
    return ngettext("file", "files", number)


@dataclass
class Progress:
    """``total``: files there are, or what ``named`` calls them. A file may hold many items, so the
    rate is one of items.
    """

    stream: OutputWrapper
    total: int
    named: Callable[[int], str] = _files
    files: int = 0
    items: int = 0
    began: float = field(default_factory=time.monotonic)
    _drawn: float = 0

    def __post_init__(self) -> None:
        self.shown = self.stream.isatty()

    def item(self) -> None:
        self.items += 1
        self._draw()

    def file(self) -> None:
        self.files += 1
        self._draw()

    def reach(self, number: int) -> None:
        """So many are done, each of one item."""
        self.files = self.items = number
        self._draw()

    def clear(self) -> None:
        """Make room for a line of text. The next step draws again."""
        if self.shown and self._drawn:
            self._put(_CLEAN)
            self._drawn = 0

    def _draw(self) -> None:
        now = time.monotonic()
        if self.shown and now - self._drawn >= APART:
            width = max(20, shutil.get_terminal_size().columns - 1)
            self._put(f"{_CLEAN}{self.line(now)[:width]}")
            self._drawn = now

    def line(self, now: float) -> str:
        """Bar, count, rate, and what is left by the rate of the files so far."""
        seconds = max(now - self.began, 1e-9)
        filled = BAR * self.files // max(self.total, 1)
        said = f"[{'#' * filled:{BAR}}] {self.files:,} of {self.total:,} {self.named(self.total)}"
        rate = f"{self.items / seconds:,.1f} items a second"
        if not self.files:
            return f"{said}, {self.items:,} items, {rate}"
        return f"{said}, {rate}, {_span(seconds / self.files * (self.total - self.files))} left"

    def _put(self, text: str) -> None:
        self.stream.write(text, str, "")
        self.stream.flush()


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
