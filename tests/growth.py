"""How the time of some work grows with its size: true on a slow machine as on a fast one."""

from __future__ import annotations

import time
from collections.abc import Callable

SHORTEST = 0.02
"""Seconds of CPU below which a clock says more about the machine than about the work."""


def growth(work: Callable[[int], object], size: int, times: int = 4) -> float:
    """CPU time at ``size`` × ``times``, as a multiple of that at ``size``.

    About ``times`` where the work grows with its size, and the square of that where it grows with
    the square of it.
    """
    return _seconds(work, size * times) / max(_seconds(work, size), SHORTEST)


def _seconds(work: Callable[[int], object], size: int) -> float:
    """The better of two tries."""
    return min(_once(work, size) for _ in range(2))


def _once(work: Callable[[int], object], size: int) -> float:
    began = time.process_time()
    work(size)
    return time.process_time() - began
