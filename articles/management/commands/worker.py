"""Send the mails that are owed, and do the daily chores. Run one or several of it, always."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from articles.management.migrated import MigratedCommand
from articles.management.working import Worker


class Command(MigratedCommand):
    help = "Run background jobs, and a sweep every minute; SIGTERM ends it after the job in hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="what is due now, then end (cron)")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(self._tell if not options["json"] else self._tell_json)
        with worker.signals():
            worker.once() if options["once"] else worker.forever()
        if options["once"] and worker.faults:
            raise CommandError("Something failed; the lines above name it.")

    def _tell(
        self, *, job: str, outcome: str, arguments: list[Any] | None = None, seconds: float = 0
    ) -> None:
        words = [job, *(str(argument) for argument in arguments or ())]
        took = f" ({seconds:.3f} s)" if seconds else ""
        self._line(f"{timezone.now():%Y-%m-%dT%H:%M:%SZ} {' '.join(words)}: {outcome}{took}")

    def _tell_json(self, **said: Any) -> None:
        self._line(json.dumps({"at": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}", **said}))

    def _line(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
