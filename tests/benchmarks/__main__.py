"""``python -m tests.benchmarks [--quick] [--json]``: what proof costs, beside what it may cost.

Runs on the kind of database that ``REVIEWFLOW_DATABASE_URL`` names, in one of its own. Exits 0
whatever the figures say.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from typing import Any

from tests.races.own_database import migrate, own_database, set_up


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--quick", action="store_true", help="fewer of everything, more noise")
    parser.add_argument("--json", action="store_true", help="the line of JSON without the table")
    options = parser.parse_args()
    with own_database() as database:
        set_up()
        migrate()
        from django.db import connections

        try:
            report = {**_surroundings(database), "figures": _figures(quick=options.quick)}
        finally:
            connections.close_all()
    if not options.json:
        _print(report)
    figures = [figure.as_json() for figure in report["figures"]]
    print(json.dumps({**report, "figures": figures}, ensure_ascii=False))


def _figures(*, quick: bool) -> list[Any]:
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
    return [
        *lifecycles.measured(acts, 30 if quick else 300),
        *feeds.measured(cast, 20 if quick else 100),  # before entries about nothing are made
        *ledgers.checking(),
        *ledgers.appending(200 if quick else 2000),
        *ledgers.walking(4000 if quick else 20_000),
        *reviewing.measured(cast),
        *imports.measured(cast, 40 if quick else 2000),
        *standings.measured(cast, 500 if quick else 5000, 200 if quick else 2000),
        *exports.measured(cast, 300 if quick else 10_000),  # last: the others count what is there
    ]


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
