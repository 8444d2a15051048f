"""Export what carries a valid medical sign-off, and nothing else."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.checks import Tags
from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from articles import exporters
from articles.delivery import Delivered, Order, deliver
from articles.errors import InputRefused, ReviewFlowError, TransitionRefused
from articles.exporters import plug_ins
from articles.management.export_reports import ReportLost, written
from articles.management.export_words import Bar, counted, lines, why
from articles.management.migrated import MigratedCommand
from articles.management.people import person

STOPPED = 130
"""How a shell names a command that Ctrl-C ended."""


class Command(MigratedCommand):
    # The other checks load every page, a fifth of the memory.
    requires_system_checks = (Tags.models, plug_ins.TAG)
    help = (
        "Export live articles that carry a valid medical sign-off. Writes all or nothing under "
        "the final name. A named article that is refused: exit 1 and no output; in a selection "
        "the refused are left out and listed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        known = [exporter.slug for exporter in exporters.registered()]
        # Asked for by name, a plug-in that cannot be used says why.
        known += [plug_in.name for plug_in in exporters.broken() if plug_in.name not in known]
        parser.add_argument("--format", action="append", required=True, choices=known)
        parser.add_argument(
            "--output",
            required=True,
            type=Path,
            help="a folder; with --bundle a zip file, with jsonl alone also a file",
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--article", action="append", default=[], metavar="SLUG")
        which.add_argument("--since", type=int, metavar="CURSOR", help="printed by the last run")
        parser.add_argument(
            "--include-approved",
            action="store_true",
            help="also approved articles not yet released here, where their policy allows it",
        )
        parser.add_argument("--bundle", action="store_true", help="one signed zip")
        parser.add_argument("--as", dest="actor", default="system", metavar="USER")
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

        parser.add_argument(
            "--report", type=_report, metavar="FILE.csv", help="what became of each article"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        order = Order(
            formats=options["format"],
            output=options["output"],
            slugs=options["article"],
            since=options["since"],
            include_approved=options["include_approved"],
            bundle=options["bundle"],
        )
        bar, trouble = Bar(self.stderr), []
        try:
            done = self._deliver(order, options, bar)
        except ReportLost as lost:
            done, trouble = lost.done, [str(lost)]
        except KeyboardInterrupt:
            self.stderr.write(f"Stopped by Ctrl-C. {bar.standing(order)}")
            raise SystemExit(STOPPED) from None
        except PermissionDenied:
            raise CommandError(f"“{options['actor']}” may not export articles.") from None
        except TransitionRefused as error:
            raise CommandError(
                "Nothing was exported.\n" + "\n".join(f"  {r}" for r in error.refusals)
            ) from None
        except ReviewFlowError as error:
            raise CommandError(f"Nothing was exported. {error}") from None
        except OSError as error:
            raise CommandError(f"{bar.standing(order)} {why(error, order)}.") from None
        trouble += self._say(done, as_json=options["json"])
        if trouble:
            what = f"{counted(done)}, cursor {done.cursor}"
            said = f"The export into {order.output} is done ({what}), but {' and '.join(trouble)}."
            raise CommandError(said)

    def _deliver(self, order: Order, options: dict[str, Any], bar: Bar) -> Delivered:
        actor = person(options["actor"])
        try:
            if (path := options["report"]) is None:
                return deliver(order, actor=actor, watch=bar)
            return _reported(order, path, actor, bar)
        finally:
            bar.clear()

    def _say(self, done: Delivered, *, as_json: bool) -> list[str]:
        """What went wrong with saying it, if anything did."""
        try:
            for line in lines(done, as_json=as_json):
                self.stdout.write(line)
            self.stdout.flush()
        except OSError as error:
            with suppress(OSError):  # the interpreter must not try again when it ends
                os.dup2(os.open(os.devnull, os.O_WRONLY), self.stdout.fileno())
            return [f"standard output could not be written: {error.strerror or error}"]
        return []


def _reported(order: Order, path: Path, actor: User, bar: Bar) -> Delivered:
    if order.takes(path):
        raise InputRefused(
            "report", f"{path} is where the export itself goes; choose another.", "taken"
        )
    done = None
    try:
        with written(path) as report:
            done = deliver(order, actor=actor, watch=bar, tell=report.add)
            for told in done.staying():
                report.add(told)
    except OSError as error:
        if done is None:
            raise
        raise ReportLost(done, why(error, order)) from error
    return done


def _report(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".csv":
        raise ArgumentTypeError(f"“{text}” must end in .csv.")
    return path
