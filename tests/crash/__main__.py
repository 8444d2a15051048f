"""``python -m tests.crash``: kill -9 in the middle of acts. ``--help`` lists the options."""

from __future__ import annotations

import argparse
import json
import secrets
import sys

from tests.races.own_database import migrate, own_database, set_up


def main() -> int:
    """Exit 0 when every kill left everything or nothing."""
    options = _options()
    with own_database() as database:
        set_up()
        migrate()
        from django.db import connections

        from tests.crash import report, run, scenes, tally

        chosen = [scene for scene in scenes.SCENES if options.only in scene.name]
        try:
            acts = run.run(
                chosen,
                options.random,
                options.seed,
                start=options.start,
                broken=options.broken,
            )
        finally:
            connections.close_all()
        found = {"database": database, "seed": options.seed, "acts": acts}
        print(json.dumps(found) if options.json else report.table(found))
    return 1 if any(act[kind] for act in acts for kind in tally.KINDS) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--random", type=int, default=50, help="kills at random moments, per act")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--start", type=int, default=1, help="the first statement to kill after")
    parser.add_argument("--only", default="", help="acts whose name has this in it")
    parser.add_argument("--broken", default="", choices=("", "autocommit", "forgetful"))
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
