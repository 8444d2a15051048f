"""``python -m tests.crash.imports``: kill -9 in the middle of an import, and run it again.

However often and wherever it was killed, what the next run leaves is what an undisturbed one
leaves, in every table but for keys and moments. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from articles.errors import InputRefused
from tests.races.own_database import migrate, own_database, set_up

FILES = 4
"""One of each kind, beside the odd ones."""


def main() -> int:
    """Exit 0 when no kill left anything behind that the next run did not make whole."""
    options = _options()
    with own_database() as database, tempfile.TemporaryDirectory() as folder:
        set_up()
        migrate()
        from django.db import connections

        try:
            found = _Killing(_filled(Path(folder)), options).run()
        finally:
            connections.close_all()
    print(json.dumps({"database": database, "seed": options.seed, **found}))
    return 1 if found["findings"] else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash.imports")
    parser.add_argument("--random", type=int, default=15, help="kills at random moments")
    parser.add_argument("--step", type=int, default=6, help="and after every so many statements")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--broken", action="store_true", help="an item in several transactions")
    return parser.parse_args()


def _filled(folder: Path) -> Path:
    """Every kind of file, one of them twice, two of one name, one that is refused."""
    from tests.intake import files

    files.fill(folder, FILES)
    (folder / "again.txt").write_bytes(files.text(3))
    (folder / "other").mkdir()
    (folder / "other" / "joint-3.txt").write_bytes(files.text(900))
    (folder / "empty.txt").write_bytes(b"")
    return folder


class _Killing:
    """One folder, imported again and again into copies of one database."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        from tests.cast import Cast

        self.folder, self.options = folder, options
        self.author = Cast.assemble().writer
        self._read_once()
        self.tally: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()

    def run(self) -> dict[str, Any]:
        from tests.crash.copies import copy
        from tests.intake.items import left

        with copy():
            life = self._live()
            self.whole = left()
        chance, points = random.Random(self.options.seed), len(life.points)
        for point in range(1, points, self.options.step):
            self._kill("stepwise", kill_at=point)
        for _ in range(self.options.random):
            self._kill("random", kill_after=chance.uniform(0, life.seconds))
        rows = sum(count.total() for count in self.whole.values())
        return {"points": points, "rows": rows, **self.tally, "findings": self.findings}

    def _read_once(self) -> None:
        """What the readers need is loaded here, and not again in each of the forked processes."""
        from articles import importers
        from articles.intake import listed

        for source in listed(self.folder):
            with suppress(InputRefused):
                list(importers.read(source.path.read_bytes(), source.name))

    def _kill(self, how: str, **end: Any) -> None:
        from articles import integrity
        from tests.crash.copies import await_the_end, copy
        from tests.intake.items import left

        with copy():
            life = self._live(broken=self.options.broken, **end)
            self.tally[how] += life.killed
            await_the_end()
            if faults := integrity.check().faults:
                self.findings[f"after the kill: {faults[0]}"] += 1
            self._live()
            if faults := integrity.check().faults:
                self.findings[f"after the next run: {faults[0]}"] += 1
            if (found := left()) != self.whole:
                torn = [name for name in found if found[name] != self.whole[name]]
                self.findings[f"{how}: other rows in {', '.join(torn)}"] += 1

    def _live(self, *, broken: bool = False, **end: Any) -> Any:
        from tests.crash.victim import live

        return live(self._broken if broken else self._import, **end)

    def _import(self) -> None:
        from articles.intake import Intake, listed

        intake = Intake(self.author, specialty="rheumatology")
        for source in listed(self.folder):
            for _outcome in intake.take_file(source.path, source.name):
                pass

    def _broken(self) -> None:
        """The article, its claims and their reviewers are no longer one transaction."""
        from contextlib import nullcontext
        from types import SimpleNamespace

        from django.db import transaction

        from articles.intake import taking

        taking.transaction = SimpleNamespace(
            atomic=nullcontext, set_rollback=transaction.set_rollback
        )
        self._import()


if __name__ == "__main__":
    sys.exit(main())
