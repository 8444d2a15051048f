"""The process that does what nobody waits for: jobs as they come, and a sweep every minute."""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.db import close_old_connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus, task_backends
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks_db import DatabaseBackend
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from .sweeping import CHORES

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between two looks for work."""
SWEEP = 60.0
"""Seconds between two sweeps."""
BATCH = 50
"""Jobs before it looks whether to sweep, or to end."""

Say = Callable[..., None]
"""Told of each thing done: ``job``, ``outcome``, and for jobs ``arguments`` and ``seconds``."""


class Worker(db_worker.Worker):
    """The one of django-tasks-db, in batches, which tells what it did and ends between two jobs."""

    def __init__(self, say: Say) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=PAUSE,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=BATCH,
            worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
        )
        self.say = say
        self.faults = 0

    def once(self) -> None:
        """Sweep, then everything that is ready."""
        self.say_whose_jobs()
        self.sweep()
        while self.running and self.batch_done():
            pass

    def forever(self) -> None:
        """Until a signal; several such processes may run side by side."""
        self.say_whose_jobs()
        swept = -SWEEP
        while self.running:
            close_old_connections()
            if time.monotonic() - swept >= SWEEP:
                self.sweep()
                swept = time.monotonic()
            if not self.batch_done() and self.running:
                time.sleep(PAUSE)

    def say_whose_jobs(self) -> None:
        """With a broker the sweep stays here, and so does what the database still held."""
        keeps = type(task_backends[DEFAULT_TASK_BACKEND_ALIAS])
        if not issubclass(keeps, DatabaseBackend | ImmediateBackend):
            path = f"{keeps.__module__}.{keeps.__qualname__}"
            self.say(job="worker", outcome=f"only sweeps: jobs are for the worker of {path}")

    def sweep(self) -> None:
        """Every chore; what goes wrong with one stops neither the others nor the worker."""
        for name, chore in CHORES.items():
            if not self.running:
                return
            try:
                done = chore()
            except Exception as error:
                log.exception("The sweep failed: %s.", name)
                self.faults += 1
                done = f"failed ({type(error).__name__})"
            if done:
                self.say(job=name, outcome=done)

    def batch_done(self) -> int:
        """Run what is ready, up to a batch; how many jobs that were."""
        self._run_tasks = 0
        if DBTaskResult.objects.ready().exists():  # an idle worker takes no lock
            self.run()
        return self._run_tasks

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        started = time.monotonic()
        super().run_task(db_task_result)
        failed = db_task_result.status == TaskResultStatus.FAILED
        self.faults += failed
        self.say(
            job=db_task_result.task_name,
            arguments=db_task_result.args_kwargs["args"],
            outcome=f"failed ({db_task_result.exception_class_path})"
            if failed
            else str(db_task_result.return_value),
            seconds=round(time.monotonic() - started, 3),
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End after the job in hand; asked twice, at once."""
        if not self.running:
            super().shutdown(signum, frame)
        self.running = False

    @contextmanager
    def signals(self) -> Iterator[None]:
        before = {
            number: signal.signal(number, self.shutdown)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
