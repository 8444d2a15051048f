"""Export what carries a valid medical sign-off, and nothing else."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from articles import exporters
from articles.delivery import Delivered, Order, deliver
from articles.errors import ReviewFlowError, TransitionRefused
from articles.management.people import person


class Command(BaseCommand):
    help = (
        "Export live articles that carry a valid medical sign-off. Writes all or nothing under "
        "the final name. A named article that is refused: exit 1 and no output; in a selection "
        "the refused are left out and listed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        known = [exporter.slug for exporter in exporters.registered()]
        parser.add_argument("--format", action="append", required=True, choices=known)
        parser.add_argument(
            "--output", required=True, type=Path, help="a folder; with --bundle a zip file"
        )
        parser.add_argument("--article", action="append", default=[], metavar="SLUG")
        parser.add_argument("--since", type=int, metavar="CURSOR", help="printed by the last run")
        parser.add_argument(
            "--include-approved",
            action="store_true",
            help="also approved articles not yet released here, where their policy allows it",
        )
        parser.add_argument("--bundle", action="store_true", help="one signed zip")
        parser.add_argument("--as", dest="actor", default="system", metavar="USER")
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        order = Order(
            formats=options["format"],
            output=options["output"],
            slugs=options["article"],
            since=options["since"],
            include_approved=options["include_approved"],
            bundle=options["bundle"],
        )
        try:
            done = deliver(order, actor=person(options["actor"]))
        except PermissionDenied:
            raise CommandError(f"“{options['actor']}” may not export articles.") from None
        except TransitionRefused as error:
            raise CommandError(
                "Nothing was exported.\n" + "\n".join(f"  {r}" for r in error.refusals)
            ) from None
        except ReviewFlowError as error:
            raise CommandError(f"Nothing was exported. {error}") from None
        except OSError as error:
            raise CommandError(
                f"Nothing was exported. {error.filename}: {error.strerror}."
            ) from None
        self._report(done, as_json=options["json"])

    def _report(self, done: Delivered, *, as_json: bool) -> None:
        if as_json:
            report = {
                "cursor": done.cursor,
                "articles": done.slugs,
                "paths": [str(path) for path in done.paths],
                "refused": [
                    {"slug": item.slug, "reasons": [reason.code for reason in item.reasons]}
                    for item in done.refused
                ],
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        for path in done.paths:
            self.stdout.write(f"wrote {path}")
        for item in done.refused:
            reasons = " ".join(str(reason) for reason in item.reasons)
            self.stdout.write(f"left out {item.slug}: {reasons}")
        self.stdout.write(f"{len(done.slugs)} exported, {len(done.refused)} left out")
        self.stdout.write(f"cursor {done.cursor}")
