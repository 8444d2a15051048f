"""Keep the newest checkpoint outside the database, so that a cut-off ledger shows."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from articles import anchors
from articles.errors import InputRefused, LedgerBroken
from articles.management.migrated import MigratedCommand


class Command(MigratedCommand):
    help = (
        "Write the newest checkpoint to REVIEWFLOW_ANCHOR_DIR; keep that folder elsewhere. Run it "
        "every day: where the ledger has not grown, nothing is written. Exit 0 when the folder "
        "holds the newest checkpoint, 1 when the ledger does not continue its anchors (nothing is "
        "written), 2 when that could not be judged or written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", "--output", dest="to", type=Path, metavar="DIR", help="another folder"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["to"] or settings.ANCHOR_DIR
        try:
            anchor = anchors.write(folder, timezone.now())
        except LedgerBroken as error:
            raise CommandError(f"NOT ANCHORED in {folder}: {error}", returncode=1) from None
        except InputRefused as error:
            raise CommandError(str(error), returncode=2) from None
        except OSError as error:
            said = f"{error.filename or folder}: {error.strerror}."
            raise CommandError(said, returncode=2) from None
        verb = "wrote" if anchor.is_new else "nothing new since"
        hours = anchor.age.total_seconds() / 3600
        self.stdout.write(
            f"{verb} {anchor.path}: {anchor.size} entries, the last one {hours:.1f} hours old"
        )
