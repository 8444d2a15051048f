"""Export what carries a valid medical sign-off, and nothing else."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError, OutputWrapper
from django.utils.translation import ngettext

from articles import exporters
from articles.delivery import Delivered, Order, Unwatched, Written, deliver
from articles.errors import ReviewFlowError, TransitionRefused
from articles.exporters import plug_ins
from articles.exporters.printed import utc
from articles.management.export_reports import written
from articles.management.migrated import MigratedCommand
from articles.management.people import person
from articles.management.progress import Progress

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
        bar = _Bar(self.stderr)
        try:
            done = self._deliver(order, options, bar)
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
            said = f"{bar.standing(order)} {error.filename}: {error.strerror}."
            raise CommandError(said) from None
        self._say(done, as_json=options["json"])

    def _deliver(self, order: Order, options: dict[str, Any], bar: _Bar) -> Delivered:
        actor = person(options["actor"])
        try:
            if (path := options["report"]) is None:
                return deliver(order, actor=actor, watch=bar)
            with written(path) as report:
                done = deliver(order, actor=actor, watch=bar, tell=report.add)
                for told in done.staying():
                    report.add(told)
            return done
        finally:
            bar.clear()

    def _say(self, done: Delivered, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_report_of(done), ensure_ascii=False, indent=2))
            return
        for path in done.paths:
            self.stdout.write(f"wrote {path}")
        for item in done.refused:
            reasons = " ".join(str(reason) for reason in item.reasons)
            still = " (readers still see it)" if item.held else ""
            self.stdout.write(f"left out {item.slug}{still}: {reasons}")
        for gone in done.withdrawn:
            self.stdout.write(f"withdrawn {gone.slug}: take it down. {gone.why}".rstrip())
        self.stdout.write(f"{len(done.slugs)} exported, {len(done.refused)} left out")
        self.stdout.write(f"cursor {done.cursor}")


class _Bar(Unwatched):
    """Shows on a terminal how far an export is."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._progress = Progress(stream, 0, named=_articles)
        self._is_on_record = False

    def planned(self, total: int) -> None:
        self._progress.total = total

    def written(self, done: int) -> None:
        self._progress.reach(done)

    def recorded(self, done: Delivered, files: Sequence[Written]) -> None:
        self._is_on_record = True

    def standing(self, order: Order) -> str:
        """What an end on the way left behind."""
        if not self._is_on_record:
            return "Nothing was exported."
        return f"The export is on record; its files are in {order.folder}, or in .export-… there."

    def clear(self) -> None:
        self._progress.clear()


def _articles(number: int) -> str:
    return ngettext("article", "articles", number)


def _report_of(done: Delivered) -> dict[str, Any]:
    return {
        "cursor": done.cursor,
        "articles": done.slugs,
        "paths": [str(path) for path in done.paths],
        "refused": [
            {"slug": item.slug, "reasons": [reason.code for reason in item.reasons]}
            for item in done.refused
        ],
        "held": done.held,
        "withdrawn": [
            {"slug": gone.slug, "withdrawn_at": utc(gone.at), "reason": gone.why}
            for gone in done.withdrawn
        ],
    }


def _report(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".csv":
        raise ArgumentTypeError(f"“{text}” must end in .csv.")
    return path
