"""Is a bundle genuine? The same verifier that travels inside every bundle."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import keys
from articles.bundles import verify


class Command(BaseCommand):
    help = (
        "Check a bundle: container, signature, digests, sign-offs, ledger proofs. "
        "Exit 0 genuine, 1 not (says what), 2 could not judge."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--key", type=Path, help="the issuer's public key; default: the keys of this house"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["path"].read_bytes()
            trusted = (
                [verify.load_key(options["key"].read_bytes())] if options["key"] else keys.trusted()
            )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.", returncode=2) from None
        except ValueError as error:
            raise CommandError(f"{options['key']} is not a public key.", returncode=2) from error
        if not trusted:
            raise CommandError("There is no key to judge with; give --key.", returncode=2)
        if not data.startswith(verify.ZIP_START):
            raise CommandError(f"{options['path']} is no zip file.", returncode=2)
        report = verify.verify(data, trusted)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(verify.describe(report))
        if not report.genuine:
            raise SystemExit(1)
