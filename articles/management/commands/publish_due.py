"""Releases whose moment has come: run it as often as you like, each happens once."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from articles import signing, workflow
from articles.management.migrated import MigratedCommand
from articles.workflow import Settled


class Command(MigratedCommand):
    help = (
        "Release what was signed for a moment that has come, each judged again as of now, or end "
        "it with every reason why not. Safe to run at any time, and beside itself; the worker does "
        "it every minute. Exit 0, also where a release was refused; 1 where one could not be tried."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        done = workflow.release_due()
        if options["json"]:
            self.stdout.write(json.dumps({"due": [*map(_as_json, done)]}, ensure_ascii=False))
        else:
            self._tell(done)
        if failed := sum(each.outcome is None for each in done):
            raise CommandError(f"{failed} could not be tried; the next run tries again.")

    def _tell(self, done: list[Settled]) -> None:
        if not done:
            self.stdout.write("Nothing is due.")
        for each in done:
            slug = each.schedule.article.slug
            self.stdout.write(" ".join([f"{slug}: {each.outcome or 'failed'}.", *each.reasons]))


def _as_json(settled: Settled) -> dict[str, Any]:
    schedule = settled.schedule
    return {
        "article": schedule.article.slug,
        "schedule": schedule.pk,
        "release_at": signing.instant(schedule.release_at),
        "outcome": settled.outcome or "failed",
        "reasons": list(settled.reasons),
    }
