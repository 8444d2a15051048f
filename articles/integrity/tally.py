"""How many rows of each kind were compared, told while it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

EVERY = 500
"""Rows between two words to the listener."""

Listener = Callable[[str, int], None]
"""Told what is being compared, and how many so far."""


class Tally:
    """Counts rows as they pass; a listener hears of it now and then."""

    def __init__(self, listener: Listener | None = None) -> None:
        self.counts: Counter[str] = Counter()
        self._listener = listener

    def over(self, what: str, rows: Iterable[T]) -> Iterator[T]:
        """The same rows, counted as ``what``."""
        self.counts[what] += 0  # also what there is none of was looked for
        for row in rows:
            self.counts[what] += 1
            if self._listener and self.counts[what] % EVERY == 1:
                self._listener(what, self.counts[what])
            yield row


def chunks(rows: Iterable[T], size: int = 200) -> Iterator[list[T]]:
    """The same rows, some at a time: what is asked about many at once stays bounded."""
    left = iter(rows)
    while chunk := list(islice(left, size)):
        yield chunk
