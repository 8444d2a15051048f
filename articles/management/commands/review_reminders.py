"""The daily digest of reviews: run it as often as you like, everybody gets one a day at most."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from articles.management.migrated import MigratedCommand
from articles.notifications import digests


class Command(MigratedCommand):
    help = (
        "Owe everybody who has something to read today's mail about reviews: new ones, reminders "
        "before and after the due date, what closed, what comes back to editors and writers. Safe "
        "to run at any time, and beside itself; the worker sends the mails."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        done = digests.owe(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done), ensure_ascii=False))
            return
        self.stdout.write(f"{len(done.new)} owed now, {len(done.before)} owed earlier today.")
        if done.no_address:
            names = ", ".join(done.no_address)
            self.stdout.write(f"Not told, because the account has no mail address: {names}.")
