"""Print the transition table and the rules; docs/workflow.md is this command's output."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.workflow import printed


class Command(BaseCommand):
    help = "Print the workflow as text, Mermaid diagram, Markdown page or JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--format", choices=("text", "mermaid", "markdown", "json"), default="text"
        )
        parser.add_argument(
            "--check", type=Path, metavar="FILE", help="exit 1 unless FILE is the Markdown page"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check(options["check"])
            return
        match options["format"]:
            case "json":
                text = json.dumps(printed.table(), indent=2, ensure_ascii=False)
            case "mermaid":
                text = printed.mermaid()
            case "markdown":
                text = printed.page()
            case _:
                text = printed.text()
        self.stdout.write(text)

    def _check(self, path: Path) -> None:
        try:
            found = path.read_text()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from None
        if found.rstrip("\n") != printed.page().rstrip("\n"):
            raise CommandError(
                f"{path} is not what the code says; run "
                f"“manage.py workflow --format markdown > {path}”."
            )
        self.stdout.write(f"{path} is what the code says.")
