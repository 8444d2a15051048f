"""Keep the newest checkpoint outside the database, so that a cut-off ledger shows."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles import durable
from articles.models import LedgerEntry


class Command(BaseCommand):
    help = "Write the newest checkpoint to REVIEWFLOW_ANCHOR_DIR; keep that folder elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, help="another folder")

    def handle(self, *args: Any, **options: Any) -> None:
        newest = LedgerEntry.objects.order_by("-seq").first()
        if newest is None:
            raise CommandError("The ledger is empty; there is nothing to anchor.")
        folder = options["output"] or settings.ANCHOR_DIR
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{newest.seq + 1:012}.checkpoint"
        temporary = path.with_suffix(".tmp")
        with durable.synced(temporary) as file:
            file.write(newest.checkpoint.encode())
        temporary.replace(path)
        durable.sync_folder(folder)
        self.stdout.write(f"wrote {path.name}: {newest.seq + 1} entries")
