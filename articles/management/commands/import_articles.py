"""Import files as drafts: every format that an importer reads, single files or folders."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from articles.intake import Intake, Outcome, Source, listed, passed_over, printable
from articles.management.import_reports import KINDS, JsonReport, Report, written
from articles.management.migrated import MigratedCommand
from articles.management.people import person
from articles.management.progress import Progress
from articles.specialties import SPECIALTIES

STOPPED = 130
"""How a shell names a command that Ctrl-C ended."""
MOST_NAMED = 5
"""Files of other kinds that the summary names."""
UNREAD = 141
"""How a shell names one whose reader went away."""


class Command(MigratedCommand):
    help = (
        "Import articles as drafts. Each item ends as ok, skipped (it was imported before) or "
        "failed, with the reason; one bad item never stops the rest. Ctrl-C ends it cleanly, and "
        "the same command goes on from there. Exit 1 when any failed, 130 after Ctrl-C."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
        parser.add_argument("--author", required=True, help="username of the owner of the drafts")
        parser.add_argument("--specialty", default="", metavar="CODE", help=_specialties())
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument(
            "--inherited", action="store_true", help="readers have had these texts elsewhere"
        )
        parser.add_argument(
            "--report", type=_report, metavar="FILE", help="every item, as .csv or .json"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            try:
                self._run(options)
            finally:
                self.stdout.flush()  # also before an exit that says how many failed
        except BrokenPipeError:
            # Nobody reads on, as after “| head”; the interpreter must not try again when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(UNREAD) from None

    def _run(self, options: dict[str, Any]) -> None:
        self.counts = {"ok": 0, "skipped": 0, "failed": 0}
        self.failures: list[str] = []
        self.passed_over: list[str] = []
        if (code := options["specialty"]) and code not in SPECIALTIES:
            raise CommandError(f"specialty: “{code}” is not known; --help lists the codes.")
        self.chatty = not options["json"] and options["verbosity"] > 0
        intake = Intake(
            person(options["author"]),
            specialty=options["specialty"],
            dry_run=options["dry_run"],
            inherited=options["inherited"],
        )
        with ExitStack() as stack:
            reports = self._reports(options, stack)
            try:
                self._import(options["paths"], intake, reports)
                stopped = False
            except KeyboardInterrupt:
                stopped = True
            except PermissionDenied:
                raise CommandError(f"“{intake.actor.username}” may not write drafts.") from None
            for report in reports:
                report.close(self.counts)
        if not options["json"]:
            self._sum_up(stopped=stopped)
        if stopped or self.counts["failed"]:
            raise SystemExit(STOPPED if stopped else 1)

    def _reports(self, options: dict[str, Any], stack: ExitStack) -> list[Report]:
        """Where each item is told, besides the screen. Raises ``CommandError``."""
        found: list[Report] = []
        if options["json"]:
            found.append(JsonReport(lambda text: self.stdout.write(text, ending="")))
        if path := options["report"]:
            try:
                found.append(stack.enter_context(written(path)))
            except OSError as error:
                raise CommandError(f"{path}: {error.strerror}. Nothing was imported.") from None
        return found

    def _import(self, paths: list[Path], intake: Intake, reports: list[Report]) -> None:
        sources: list[Source] = [source for path in paths for source in listed(path)]
        self.passed_over = [source.name for path in paths for source in passed_over(path)]
        progress = Progress(self.stderr, len(sources))
        try:
            for source in sources:
                for outcome in intake.take_file(source.path, source.name):
                    self.counts[outcome.state] += 1
                    for report in reports:
                        report.add(outcome)
                    self._tell(outcome, progress)
                    progress.item()
                progress.file()
        finally:
            progress.clear()

    def _tell(self, outcome: Outcome, progress: Progress) -> None:
        if outcome.state == "failed":
            self.failures.append(printable(outcome.reason))
            if self.chatty:
                progress.clear()
                self.stderr.write(f"failed   {self.failures[-1]}")
            return
        if not self.chatty:
            return
        progress.clear()
        about = f" ({outcome.reason})" if outcome.reason else ""
        self._say(f"{outcome.state:8} {outcome.source} → {outcome.slug or '–'}{about}")
        for line in outcome.claims:
            self._say(f"         claims, unverified: {line}")
        for note in outcome.notes:
            self._say(f"         note: {note}")

    def _say(self, line: str) -> None:
        self.stdout.write(printable(line))

    def _sum_up(self, *, stopped: bool) -> None:
        if not any(self.counts.values()):
            self.stdout.write("No file there that an importer reads.")
        else:
            self._say(", ".join(f"{number} {state}" for state, number in self.counts.items()))
        if self.passed_over:
            self._say(f"Passed over, because no importer reads them: {_files(self.passed_over)}.")
        for reason in self.failures:
            self._say(f"  failed: {reason}")
        if stopped:
            self._say("Stopped by Ctrl-C. The same command goes on from here.")


def _files(names: list[str]) -> str:
    """How many, and the first of them."""
    more = ", …" if len(names) > MOST_NAMED else ""
    count = "1 file" if len(names) == 1 else f"{len(names)} files"
    return f"{count} ({', '.join(names[:MOST_NAMED])}{more})"


def _specialties() -> str:
    return f"for every article; without it each must name one. Codes: {', '.join(SPECIALTIES)}"


def _report(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in KINDS:
        raise ArgumentTypeError(f"“{text}” must end in {' or '.join(KINDS)}.")
    return path
