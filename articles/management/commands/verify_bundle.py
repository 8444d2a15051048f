"""Is an export genuine? The same verifier that travels inside every bundle."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management.base import BaseCommand, CommandError

from articles import keys
from articles.bundles import verify


class Command(BaseCommand):
    help = (
        "Check a bundle, or one exported HTML or Markdown file: form, signature, digests, "
        "sign-offs, ledger proofs. "
        "Exit 0 genuine, 1 not (says what), 2 could not judge."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--key", type=Path, help="the issuer's public key; default: the keys of this house"
        )
        parser.add_argument(
            "--checkpoint",
            type=Path,
            help="a newer state of the ledger to compare with, as `ledger_proof --extends` writes",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        data, trusted = _read(options["path"]), keys.trusted()
        if options["key"]:
            try:
                trusted = verify.load_keys(_read(options["key"]))
            except ValueError as error:
                message = f"{options['key']} is not a public key."
                raise CommandError(message, returncode=2) from error
        if not trusted:
            raise CommandError("There is no key to judge with; give --key.", returncode=2)
        if not verify.form_of(data):
            raise CommandError(f"{options['path']}: {verify.nothing(data)}.", returncode=2)
        report = verify.verify(data, trusted)
        if options["checkpoint"] and report.genuine:
            _compare(options["checkpoint"], report, trusted)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(verify.describe(report))
        if not report.genuine:
            raise SystemExit(1)


def _read(path: Path) -> bytes:
    """Raises ``CommandError`` (2) where there is no such file, and for one that is too large."""
    try:
        return verify.read(path)
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}.", returncode=2) from None
    except ValueError as error:
        raise CommandError(f"{error}.", returncode=2) from None


def _compare(path: Path, report: verify.Report, trusted: list[Ed25519PublicKey]) -> None:
    """Raises ``CommandError`` (2) where the checkpoint says nothing of this ledger."""
    try:
        verify.compare(_read(path), report, trusted)
    except (verify.NotGenuine, *verify.MALFORMED) as error:
        raise CommandError(f"{path} cannot be judged: {error}.", returncode=2) from None
