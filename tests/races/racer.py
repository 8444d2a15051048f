"""A process with its own database connection that acts at the same moment as another one."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from typing import Any

PATIENCE = 90
"""Seconds until a racer that says nothing counts as hanging; above every lock timeout."""


@dataclass(frozen=True)
class Order:
    """Who does what to which article; ``early`` opens the page before the start, not after.

    ``delay`` (seconds) moves the act within the other's, so that every gap is hit in the end.
    """

    act: str
    username: str
    article: str
    details: dict[str, Any]
    delay: float = 0.0
    early: bool = False


@dataclass(frozen=True)
class Outcome:
    act: str
    kind: str
    detail: str


class Racers:
    """Processes that stay for the whole run: two, but for crowds."""

    def __init__(self, broken: str = "", number: int = 2) -> None:
        context = multiprocessing.get_context("spawn")
        self._start = context.Barrier(number)  # kept: a child opens it by name only once it is up
        self._pipes: list[Connection] = []
        self._processes: list[BaseProcess] = []
        for _ in range(number):
            here, there = context.Pipe()
            process = context.Process(target=serve, args=(there, self._start, broken), daemon=True)
            process.start()
            there.close()
            self._pipes.append(here)
            self._processes.append(process)

    def race(self, orders: Sequence[Order]) -> list[Outcome]:
        """All act; raises ``TimeoutError`` when one of them hangs."""
        for pipe, order in zip(self._pipes, orders, strict=True):
            pipe.send(order)
        found = []
        for pipe in self._pipes:
            if not pipe.poll(PATIENCE):
                raise TimeoutError(f"A racer hangs: {[order.act for order in orders]}.")
            found.append(pipe.recv())
        return found

    def stop(self) -> None:
        for pipe in self._pipes:
            with suppress(OSError):  # it has ended already
                pipe.send(None)
        for process in self._processes:
            process.join(10)
            if process.is_alive():
                process.kill()


def serve(pipe: Connection, start: Barrier, broken: str) -> None:
    """The life of a racer: Django first, then order after order until ``None``."""
    from tests.races import own_database

    own_database.set_up()
    from tests.races import acts, crowds, sabotage  # crowds add an act

    assert crowds.CROWDS
    sabotage.WAYS[broken]()
    for order in iter(pipe.recv, None):
        pipe.send(_obey(order, start, acts))


def _obey(order: Order, start: Barrier, acts: Any) -> Outcome:
    from django.contrib.auth.models import User

    from articles.models import Article
    from tests.cast import signing_page

    actor = User.objects.get(username=order.username)
    article, details = Article.objects.get(pk=order.article), dict(order.details)
    if order.early and order.act in acts.SIGNING:
        details.setdefault(
            "page", signing_page(acts.SIGNED_AS.get(order.act, order.act), article, actor)
        )
    start.wait(PATIENCE)
    time.sleep(order.delay)
    error: Exception | None = None
    try:
        if not order.early:
            article = Article.objects.get(pk=order.article)
        acts.ACTS[order.act](article, actor, **details)
    except Exception as raised:  # noqa: BLE001 - what it is decides the outcome
        error = raised
    return Outcome(order.act, *acts.outcome(error))
