"""What proof costs, beside what it may cost: ``python -m tests.benchmarks``, ``--help``.

Runs on the kind of database that ``REVIEWFLOW_DATABASE_URL`` names, in one of its own. Exits 0
whatever the figures say.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Sequence
from typing import Any

from tests.races.own_database import migrate, own_database, set_up

PARTS = ("lifecycles", "feed", "ledger", "review", "imports", "reviewers", "exports")
"""In the order in which they are measured: what a later one makes is in the way of an earlier."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--quick", action="store_true", help="fewer of everything, more noise")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part (repeatable)")
    parser.add_argument("--json", action="store_true", help="the line of JSON without the table")
    options = parser.parse_args()
    with own_database() as database:
        set_up()
        migrate()
        from django.db import connections

        try:
            report = {
                **_surroundings(database),
                "figures": _figures(options.only or PARTS, quick=options.quick),
            }
        finally:
            connections.close_all()
    if not options.json:
        _print(report)
    as_json = [figure.as_json() for figure in report["figures"]]
    print(json.dumps({**report, "figures": as_json}, ensure_ascii=False))


def _figures(only: Sequence[str], *, quick: bool) -> list[Any]:
    from tests.benchmarks import (
        exports,
        feeds,
        imports,
        ledgers,
        lifecycles,
        plain,
        reviewing,
        standings,
    )
    from tests.cast import Cast

    plain.create_table()
    cast = Cast.assemble()
    acts = lifecycles.Lifecycles(cast)
    parts = {
        "lifecycles": lambda: lifecycles.measured(acts, 30 if quick else 300),
        "feed": lambda: feeds.measured(cast, 20 if quick else 100),
        "ledger": lambda: [  # behind the feed's: it makes entries about nothing
            *ledgers.checking(),
            *ledgers.appending(200 if quick else 2000),
            *ledgers.walking(4000 if quick else 20_000),
        ],
        "review": lambda: reviewing.measured(cast),
        "imports": lambda: imports.measured(cast, 40 if quick else 2000),
        "reviewers": lambda: standings.measured(
            cast, 500 if quick else 5000, 200 if quick else 2000
        ),
        "exports": lambda: exports.measured(cast, 300 if quick else 10_000),
    }
    return [figure for name in PARTS if name in only for figure in parts[name]()]


def _surroundings(database: str) -> dict[str, Any]:
    from django import get_version
    from django.db import connection

    with connection.cursor() as cursor:
        sqlite = connection.vendor == "sqlite"
        cursor.execute("SELECT sqlite_version()" if sqlite else "SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
    return {
        "database": f"{database} {version}",
        "python": platform.python_version(),
        "django": get_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


def _print(report: dict[str, Any]) -> None:
    print(
        f"{report['database']}, Python {report['python']}, Django {report['django']}, "
        f"{report['cores']} cores, load {report['load']} at the start"
    )
    for figure in report["figures"]:
        value = f"{figure.value:,.0f}" if figure.value >= 100 else f"{figure.value:,.3g}"
        print(f"{figure.name:56}{value:>10} {figure.unit:14}{figure.bound:10}{figure.verdict}")


if __name__ == "__main__":
    main()
