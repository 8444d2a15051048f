"""``python -m tests.races [--count N] [--only WORD] [--broken WAY] [--json]``"""

from __future__ import annotations

import argparse
import json
import os
import sys

from tests.races.own_database import migrate, own_database, set_up


def main() -> int:
    """Exit 0 when every race went as it must."""
    options = _options()
    with own_database() as database:
        set_up()
        migrate()
        from django.db import connections

        from tests.races import crowds, races, releases, report, run

        every = (*races.RACES, *releases.RACES)
        chosen = [race for race in every if options.only in race.name]
        gathered = [crowd for crowd in crowds.CROWDS if options.only in crowd.name]
        try:
            found = run.run(chosen, gathered, options.count, options.broken)
        finally:
            connections.close_all()
        everything = {"database": database, "broken": options.broken, **found}
        print(json.dumps(everything) if options.json else report.table(everything))
        clean = not any(tally[kind] for tally in everything["races"] for kind in report.KINDS)
        whole = everything["ledger"]["gapless"] and not everything["ledger"]["faults"]
    return 0 if clean and whole else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.races")
    parser.add_argument(
        "--count",
        type=int,
        default=int(os.environ.get("RACES", "500")),
        help="of each race; some run a share of it",
    )
    parser.add_argument("--only", default="", help="races whose name has this in it")
    ways = ("", "unconditional", "unlocked", "uncounted", "forgetful")
    parser.add_argument("--broken", default="", choices=ways)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
