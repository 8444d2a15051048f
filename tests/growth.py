"""How long some work takes, and how that grows: true on a slow machine as on a fast one."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SHORTEST = 0.02
"""Seconds of CPU below which a clock says more about the machine than about the work."""


TRIES = 4
"""How often at most a pair is measured that looks bad: the machine may have been busy."""


def growth(work: Callable[[int], object], size: int, times: int = 4) -> float:
    """CPU time at ``size`` × ``times``, as a multiple of that at ``size``: each the best of a few.

    About ``times`` where the work grows with its size, and the square of that where it grows with
    the square of it.
    """
    little = much = float("inf")
    for _ in range(TRIES):
        little = max(min(little, _seconds(work, size)), SHORTEST)
        much = min(much, _seconds(work, size * times))
        if much < 1.5 * times * little:
            break
    return much / little


def _seconds(work: Callable[[int], object], size: int) -> float:
    """Without the collector, which walks all that ten thousand tests have left in memory."""
    gc.disable()
    try:
        began = time.process_time()
        work(size)
        return time.process_time() - began
    finally:
        gc.enable()


STEPS = 1_000_000
NOMINAL = 0.05
"""Seconds that a quick machine takes for so many steps of a loop."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """The block takes at most so much CPU time, counted as a quick machine counts it."""
    began = time.process_time()
    yield
    spent = time.process_time() - began
    if spent >= seconds:  # else no machine needs to be measured
        pace = max(1.0, _seconds(_loop, STEPS) / NOMINAL)
        assert spent < seconds * pace, f"{spent:.1f} s, {pace:.1f} times as slow as a quick machine"


def _loop(steps: int) -> None:
    total = 0
    for step in range(steps):
        total += step
