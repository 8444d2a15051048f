"""Load a catalogue of boards and certificates; the one that is shipped unless a file is named."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from articles import roles
from articles.credentials import catalogue, catalogue_file
from articles.credentials.catalogue import Line, Loaded
from articles.errors import InputRefused, ReviewFlowError
from articles.management.migrated import MigratedCommand
from articles.management.people import person

NOUNS = {
    "board": ("board", "boards"),
    "certificate": ("certificate", "certificates"),
    "coverage": ("further coverage", "further coverages"),
}


class Command(MigratedCommand):
    help = (
        "Load boards and their certificates: what is missing is added, what differs from the file "
        "is changed, nothing else is touched. All or nothing; exit 1 with the fault of a bad file. "
        "A second time changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            default=catalogue_file.SHIPPED,
            metavar="PATH",
            help="catalogue in TOML",
        )
        parser.add_argument(
            "--as", dest="officer", metavar="USER", help="the credential officer who loads it"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["officer"]:
            raise CommandError("Name the credential officer who loads the catalogue: --as USER.")
        actor = person(options["officer"])
        path: Path = options["path"]
        try:
            loaded = catalogue.load(
                catalogue_file.read(path),
                actor=actor,
                reason=f"Catalogue loaded from {path.name}",
                dry_run=options["dry_run"],
            )
        except PermissionDenied:
            raise CommandError(
                f"“{actor.username}” may not change the catalogue; that takes a member of the "
                f"group “{roles.CREDENTIAL_OFFICERS}”."
            ) from None
        except InputRefused as error:
            raise CommandError(f"{path.name}: {error} Nothing was written.") from None
        except ReviewFlowError as error:
            raise CommandError(f"{error} Nothing was written.") from None
        if options["json"]:
            report = {"dry_run": options["dry_run"], **asdict(loaded)}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        self._tell(loaded)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was written.")

    def _tell(self, loaded: Loaded) -> None:
        """One line for each board and each row that was there and differs; then the sum."""
        for code in sorted({line.board for line in loaded.lines}, key=str.casefold):
            board = [line for line in loaded.lines if line.board == code]
            self.stdout.write(f"{code:8} {_states(board)}")
            for line in board:
                if line.changes:
                    self.stdout.write(f"{'':8} {line.name}: {'; '.join(line.changes)}")
        self.stdout.write(f"{_kinds(loaded.lines)}: {_states(loaded.lines)}.")


def _states(lines: Sequence[Line]) -> str:
    counts = Counter(line.state for line in lines)
    return ", ".join(f"{counts[state]} {state}" for state in ("added", "changed", "unchanged"))


def _kinds(lines: Sequence[Line]) -> str:
    """``24 boards, 185 certificates, 1 further coverage``."""
    counts = Counter(line.kind for line in lines)
    return ", ".join(
        f"{counts[kind]} {one if counts[kind] == 1 else many}"
        for kind, (one, many) in NOUNS.items()
        if counts[kind]
    )
