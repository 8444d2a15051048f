"""Print the requirement matrix: covered (by which tests), planned, not applicable (why)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles import requirements
from articles.errors import InputRefused
from articles.requirements import Matrix, Requirement

FILE = Path(requirements.__file__).parent / "data" / "requirements.toml"


class Command(BaseCommand):
    """Exits 0 when every claim holds, 1 for a fault, 2 when the matrix cannot be read."""

    help = (
        "Print which requirements are covered by which tests, planned, or not applicable. "
        "These are technical controls that support 21 CFR Part 11 and related standards."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the matrix for machines")
        parser.add_argument("--file", type=Path, default=FILE, help="requirements in TOML")
        parser.add_argument(
            "--tests", type=Path, default=settings.BASE_DIR / "tests", help="directory of tests"
        )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            claims = requirements.load(options["file"])
            matrix = requirements.judge(claims, requirements.scan(options["tests"]))
        except InputRefused as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write("\n".join(_json(matrix) if options["json"] else _text(matrix)))
        if faults := [finding for finding in matrix.findings if finding.fault]:
            named = ", ".join(f"{finding.requirement} ({finding.code})" for finding in faults)
            raise CommandError(f"The matrix is not true: {named}.", returncode=1)


def _json(matrix: Matrix) -> Iterator[str]:
    document = {
        "counts": _counts(matrix.requirements),
        "requirements": [asdict(requirement) for requirement in matrix.requirements],
        "faults": [asdict(finding) for finding in matrix.findings if finding.fault],
        "warnings": [asdict(finding) for finding in matrix.findings if not finding.fault],
    }
    yield json.dumps(document, indent=2)


def _text(matrix: Matrix) -> Iterator[str]:
    for section, found in groupby(matrix.requirements, key=lambda row: row.section):
        rows = tuple(found)
        yield f"{section} ({_sentence(rows)})"
        for row in rows:
            first, *more = row.tests or (row.why,)
            status = row.status.replace("_", " ") or "in no list"
            yield f"  {row.id:<7} {row.priority}  {status:<15} {first}".rstrip()
            yield from (f"{'':28}{test}" for test in more)
        yield ""
    for finding in matrix.findings:
        kind = "FAULT" if finding.fault else "warning"
        yield f"{kind:<8} {finding.requirement}: {finding.message}"
    yield _sentence(matrix.requirements)


def _counts(rows: Sequence[Requirement]) -> dict[str, int]:
    claimed = Counter(row.status for row in rows)
    return {status: claimed[status] for status in requirements.STATUSES} | {"unlisted": claimed[""]}


def _sentence(rows: Sequence[Requirement]) -> str:
    counts = _counts(rows)
    unlisted = f", {counts['unlisted']} in no list" if counts["unlisted"] else ""
    return (
        f"{len(rows)} requirements: {counts['covered']} covered, "
        f"{counts['planned']} planned, {counts['not_applicable']} not applicable{unlisted}"
    )
