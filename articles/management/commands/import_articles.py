"""Import files as drafts: text and Markdown, single files or folders."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from articles import importers, intake
from articles.intake import Outcome
from articles.management.people import person


class Command(BaseCommand):
    help = (
        "Import articles as drafts. Each file ends as ok, skipped (the same bytes were imported "
        "before) or failed, with the reason; one bad file never stops the rest. "
        "Exit 1 when any failed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
        parser.add_argument("--author", required=True, help="username of the owner of the drafts")
        parser.add_argument("--specialty", default="", help="code, such as rheumatology")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = person(options["author"])
        outcomes: list[Outcome] = []
        try:
            for path in self._files(options["paths"]):
                for outcome in intake.take_in_file(
                    path,
                    actor=actor,
                    specialty=options["specialty"],
                    dry_run=options["dry_run"],
                ):
                    outcomes.append(outcome)
                    if not options["json"]:
                        self._tell(outcome)
        except PermissionDenied:
            raise CommandError(f"“{actor.username}” may not write drafts.") from None
        self._sum_up(outcomes, as_json=options["json"])

    def _files(self, paths: list[Path]) -> Iterator[Path]:
        """The files named, and in folders those that an importer reads, in order of name."""
        readable = {suffix for importer in importers.registered() for suffix in importer.suffixes}
        for path in paths:
            if not path.is_dir():
                yield path
                continue
            yield from sorted(
                found
                for found in path.rglob("*")
                # A link could bring in any file that this process may read.
                if found.suffix.lower() in readable and not found.is_symlink()
            )

    def _tell(self, outcome: Outcome) -> None:
        if outcome.state == "failed":
            self.stderr.write(f"failed   {outcome.reason}")
            return
        about = f" ({outcome.reason})" if outcome.reason else ""
        self.stdout.write(f"{outcome.state:8} {outcome.source} → {outcome.slug or '–'}{about}")
        for line in outcome.claims:
            self.stdout.write(f"         claims, unverified: {line}")
        for note in outcome.notes:
            self.stdout.write(f"         note: {note}")

    def _sum_up(self, outcomes: list[Outcome], *, as_json: bool) -> None:
        counts = {
            state: sum(outcome.state == state for outcome in outcomes)
            for state in ("ok", "skipped", "failed")
        }
        if as_json:
            report = {"counts": counts, "items": [asdict(outcome) for outcome in outcomes]}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        elif outcomes:
            self.stdout.write(", ".join(f"{number} {state}" for state, number in counts.items()))
        else:
            self.stdout.write("No file there that an importer reads.")
        if counts["failed"]:
            raise SystemExit(1)
