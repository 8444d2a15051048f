"""Does the record still say what it said? Ledger, signatures, records, live rows, triggers."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from articles import integrity, keys
from articles.errors import KeyMissing
from articles.integrity import Anchor, Report
from articles.management.migrated import MigratedCommand


class Command(MigratedCommand):
    help = (
        "Walk the whole ledger, every signature, every record and every live row, and name each "
        "fault. Exit 0 when all fits, 1 when something does not, 2 when it could not be judged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchors", type=Path, help="folder of checkpoints kept outside the database"
        )
        parser.add_argument(
            "--key",
            type=Path,
            action="append",
            metavar="PEM",
            help="trust this public key, kept outside, and no other; may be given again",
        )
        parser.add_argument(
            "--every-checkpoint", action="store_true", help="check each signature, not the newest"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["key"] is None:
                self._judge(**options)
            else:
                with keys.judged_by([_public(path) for path in options["key"]]):
                    self._judge(**options)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.", returncode=2) from None
        except KeyMissing as error:
            raise CommandError(str(error), returncode=2) from None

    def _judge(self, **options: Any) -> None:
        if not keys.ring():
            raise CommandError("There is no key to judge with; see “keys list”.", returncode=2)
        folder = options["anchors"] or settings.ANCHOR_DIR
        if options["anchors"] and not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.", returncode=2)
        anchors = integrity.anchors_in(folder, timezone.now()) if folder.is_dir() else []
        if options["anchors"] and not anchors:
            raise CommandError(f"{folder} holds no *.checkpoint file.", returncode=2)
        watched = self.stderr.isatty()
        report = integrity.check(
            anchors,
            every_checkpoint=options["every_checkpoint"],
            listener=self._progress if watched else None,
        )
        if watched:
            self.stderr.write(f"\r{'':60}\r", ending="")
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(report), ensure_ascii=False, indent=2))
        else:
            self._tell(report)
        if report.faults:
            raise SystemExit(1)

    def _progress(self, what: str, done: int) -> None:
        self.stderr.write(f"\r{f'{done:,} {what}':60}", ending="")
        self.stderr.flush()

    def _tell(self, report: Report) -> None:
        for fault in report.faults:
            self.stdout.write(f"FAULT  {fault}")
        compared = [f"{number} {what}" for what, number in report.rows.items() if number]
        self.stdout.write(f"Compared: {', '.join(compared)}.")
        self.stdout.write(
            f"{report.entries} entries, {report.records} records, "
            f"{report.signatures} signatures: {_counted(len(report.faults))}"
        )
        if not report.anchors:
            self.stdout.write(
                "No anchor was used: a ledger cut off at its end would not show. See “anchor”."
            )
            return
        names = ", ".join(anchor.name for anchor in report.anchors)
        self.stdout.write(f"Anchors used: {names}; the newest is {_age(report.anchors[0])}.")


def _public(path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(path.read_bytes())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyMissing(f"{path} is no Ed25519 public key in PEM form.")
    return key


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "ok": not report.faults,
        "entries": report.entries,
        "records": report.records,
        "signatures": report.signatures,
        "rows": dict(report.rows),
        "faults": list(report.faults),
        "anchors": [
            {
                "name": anchor.name,
                "age_seconds": None if anchor.age_seconds is None else round(anchor.age_seconds),
            }
            for anchor in report.anchors
        ],
    }


def _age(anchor: Anchor) -> str:
    if anchor.age_seconds is None:
        return "of no entry that this ledger has"
    return f"{anchor.age_seconds / 3600:.1f} hours old"


def _counted(faults: int) -> str:
    return {0: "no faults", 1: "1 fault"}.get(faults, f"{faults} faults")
