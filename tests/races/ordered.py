"""``python -m tests.races.ordered``: several workers take the same ordered exports at one moment;
with ``--same``, several processes order the same.

Each export is written by one of them and once, whoever comes first; the others find it held. Prints
one line of JSON; on the database that ``REVIEWFLOW_DATABASE_URL`` names the kind of.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections import Counter
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

from tests.races.own_database import migrate, own_database, set_up
from tests.races.racer import PATIENCE

WORKERS = 3


def main() -> int:
    """Exit 0 when every export was written once."""
    parser = argparse.ArgumentParser(prog="python -m tests.races.ordered")
    parser.add_argument("--exports", type=int, default=12)
    parser.add_argument("--broken", action="store_true", help="nobody asks whether it is held")
    parser.add_argument("--same", action="store_true", help="order the same at one moment instead")
    options = parser.parse_args()
    with own_database() as database:
        set_up()
        migrate()
        from django.db import connections

        try:
            race = _same if options.same else _race
            found = race(options.exports, broken=options.broken)
        finally:
            connections.close_all()
    print(json.dumps({"database": database, **found}))
    return 1 if found["findings"] else 0


def _race(count: int, *, broken: bool) -> dict[str, Any]:
    from articles import exports, roles
    from articles.stages import Stage
    from tests.cast import Cast, person
    from tests.crash.orders import ARTICLES, faults

    cast = Cast.assemble()
    for number in range(ARTICLES):
        cast.article_in(Stage.PUBLISHED, title=f"Words {number}")
    # A person orders a few at a time; before the first cursor everything is new.
    since = (None, *range(-1, count - 1))
    chosen = [exports.Choice(formats=("json", "markdown"), since=at) for at in since[:count]]
    people = [person(f"pia-{number}", roles.PUBLISHERS) for number in range(count)]
    keys = [
        str(exports.order(choice, actor=actor).pk)
        for choice, actor in zip(chosen, people, strict=True)
    ]
    context = multiprocessing.get_context("spawn")
    start, told = context.Barrier(WORKERS), context.Queue()
    working = [
        context.Process(target=work, args=(keys, start, told, broken), daemon=True)
        for _ in range(WORKERS)
    ]
    for process in working:
        process.start()
    outcomes = Counter(told.get(timeout=PATIENCE) for _ in range(WORKERS * count))
    for process in working:
        process.join(PATIENCE)
    findings = Counter(fault for key in keys for fault in faults(key))
    return {"exports": count, "outcomes": outcomes, "findings": findings}


def work(keys: list[str], start: Any, told: Any, broken: bool) -> None:
    """The life of a worker that is handed every export at the moment the others are."""
    set_up()
    from articles import exports
    from articles.models.export import ExportQuerySet

    if broken:
        ExportQuerySet.due = lambda rows, _at: rows.open()
    for key in keys:
        start.wait(PATIENCE)
        told.put(exports.run(key))


def _same(count: int, *, broken: bool) -> dict[str, Any]:
    """The same order, sent by several processes at one moment, is one order; and so each time."""
    from articles import roles
    from articles.models import Export
    from tests.cast import Cast, person

    Cast.assemble()
    names = [person(f"pia-{number}", roles.PUBLISHERS).username for number in range(count)]
    context = multiprocessing.get_context("spawn")
    start, told = context.Barrier(WORKERS), context.Queue()
    for _ in range(WORKERS):
        context.Process(target=send, args=(names, start, told, broken), daemon=True).start()
    made = [told.get(timeout=PATIENCE) for _ in range(WORKERS * count)]
    rows = Export.objects.count()
    findings = {"more orders than one": rows - count} if rows != count else {}
    return {"orders": len(made), "rows": rows, "findings": findings}


def send(names: list[str], start: Any, told: Any, broken: bool) -> None:
    """The life of a server process that is sent the order of each person when the others are."""
    set_up()
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

    from articles import exports
    from articles.exports import ordering

    if broken:
        ordering.transaction = SimpleNamespace(atomic=nullcontext)
        QuerySet.select_for_update = lambda rows, **_how: rows
    for name in names:
        actor = User.objects.get(username=name)
        start.wait(PATIENCE)
        told.put(str(exports.order(exports.Choice(formats=("json",)), actor=actor).pk))


if __name__ == "__main__":
    sys.exit(main())
