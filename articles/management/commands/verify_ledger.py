"""Does the record still say what it said? Ledger, signatures, records, live rows, triggers."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles import integrity, keys
from articles.integrity import Report


class Command(BaseCommand):
    help = (
        "Walk the whole ledger, every signature and every record, and name each fault. "
        "Exit 0 when all fits, 1 when something does not, 2 when it could not be judged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchors", type=Path, help="folder of checkpoints kept outside the database"
        )
        parser.add_argument(
            "--every-checkpoint", action="store_true", help="check each signature, not the newest"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        if not keys.ring():
            raise CommandError("There is no key to judge with; see “keys list”.", returncode=2)
        folder = options["anchors"] or settings.ANCHOR_DIR
        if options["anchors"] and not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.", returncode=2)
        anchors = integrity.anchors_in(folder, timezone.now()) if folder.is_dir() else []
        report = integrity.check(anchors, every_checkpoint=options["every_checkpoint"])
        if options["json"]:
            self.stdout.write(json.dumps(self._as_json(report), ensure_ascii=False, indent=2))
        else:
            self._tell(report)
        if report.faults:
            raise SystemExit(1)

    def _tell(self, report: Report) -> None:
        for fault in report.faults:
            self.stdout.write(f"FAULT  {fault}")
        self.stdout.write(
            f"{report.entries} entries, {report.records} records, "
            f"{report.signatures} signatures: {_counted(len(report.faults))}"
        )
        if not report.anchors:
            self.stdout.write(
                "No anchor was used: a ledger cut off at its end would not show. See “anchor”."
            )
            return
        newest = report.anchors[0]
        names = ", ".join(anchor.name for anchor in report.anchors)
        hours = newest.age_seconds / 3600
        self.stdout.write(f"Anchors used: {names}; the newest is {hours:.1f} hours old.")

    def _as_json(self, report: Report) -> dict[str, Any]:
        return {
            "ok": not report.faults,
            "entries": report.entries,
            "records": report.records,
            "signatures": report.signatures,
            "faults": list(report.faults),
            "anchors": [
                {"name": anchor.name, "age_seconds": round(anchor.age_seconds)}
                for anchor in report.anchors
            ],
        }


def _counted(faults: int) -> str:
    return {0: "no faults", 1: "1 fault"}.get(faults, f"{faults} faults")
