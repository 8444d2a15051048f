"""``python -m tests.crash.exports``: kill -9 at every step of an export, and export again.

Under a final name stands a whole file or none, and none before its entry is in the ledger. Prints
one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.races.own_database import migrate, own_database, set_up

ARTICLES = 3
KINDS: dict[str, dict[str, Any]] = {
    "lines": {"formats": ["jsonl"]},
    "files": {"formats": ["json", "jats"]},
    "bundles": {"formats": ["json"], "bundle": True},
}


def main() -> int:
    """Exit 0 when no kill left anything that should not be there."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.exports")
    parser.add_argument("--broken", action="store_true", help="files under their names at once")
    options = parser.parse_args()
    with own_database() as database:
        set_up()
        migrate()
        from django.db import connections

        try:
            found = _Killing(broken=options.broken).run()
        finally:
            connections.close_all()
    print(json.dumps({"database": database, **found}))
    return 1 if found["findings"] else 0


class _Killing:
    def __init__(self, *, broken: bool) -> None:
        from articles.stages import Stage
        from tests.cast import Cast

        self.cast, self.broken = Cast.assemble(), broken
        for number in range(ARTICLES):
            self.cast.article_in(Stage.PUBLISHED, title=f"Article {number}")
        self.findings: Counter[str] = Counter()
        self.tally: Counter[str] = Counter()

    def run(self) -> dict[str, Any]:
        from tests.crash.victim import live

        for kind in KINDS:
            with tempfile.TemporaryDirectory() as place:
                self._export(kind, Path(place, "whole"))
                whole = _files(Path(place, "whole"))
                life = live(partial(self._victim, kind, Path(place, "lives")))
                assert life.done, life
                for point in range(1, len(life.points) + 1):
                    self._kill(kind, Path(place, str(point)), point, whole)
        return {**self.tally, "findings": self.findings}

    def _kill(self, kind: str, place: Path, point: int, whole: dict[str, bytes]) -> None:
        from tests.crash.victim import live

        before = _entries()
        life = live(partial(self._victim, kind, place), kill_at=point)
        self.tally["kills"] += life.killed
        where = f"{kind}, killed after {life.points[-1]}"
        left, recorded = _files(place), _entries() - before
        state = "nothing" if not left else "whole" if set(left) == set(whole) else "some"
        self.tally[state] += 1
        if left and recorded != 1:
            self.findings[f"{where}: {len(left)} files, and {recorded} entries"] += 1
        self.findings.update(f"{where}: {name} is torn" for name in _torn(kind, left, whole))
        self._export(kind, place)
        again = _files(place)
        if set(again) != set(whole) or _torn(kind, again, whole):
            self.findings[f"{where}: the next export is not whole"] += 1

    def _export(self, kind: str, place: Path) -> None:
        from articles.bundles import assemble
        from articles.delivery import Order, deliver

        assemble.MAX_ARTICLES = 1
        output = place / "all.zip" if KINDS[kind].get("bundle") else place
        deliver(Order(output=output, **KINDS[kind]), actor=self.cast.publisher)

    def _victim(self, kind: str, place: Path) -> None:
        """The export, with a point at each step that no statement marks."""
        from articles.delivery import staging

        for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "open")):
            setattr(owner, name, _marked(getattr(owner, name)))
        if self.broken:
            made = staging.Staging.__init__

            def careless(self: Any, folder: Path, aside: Path) -> None:
                made(self, folder, folder)

            staging.Staging.__init__ = careless
            staging.shutil = SimpleNamespace(rmtree=lambda path: None)
        self._export(kind, place)


def _marked(real: Callable[..., Any]) -> Callable[..., Any]:
    from django.db import connection

    def marked(*given: Any, **named: Any) -> Any:
        done = real(*given, **named)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return done

    return marked


def _files(place: Path) -> dict[str, bytes]:
    """What stands under final names."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file() and not path.relative_to(place).parts[0].startswith(".export-")
    }


def _torn(kind: str, left: dict[str, bytes], whole: dict[str, bytes]) -> list[str]:
    from articles import keys
    from articles.bundles.verify import verify

    if kind != "bundles":  # a bundle's time and number are its own
        return [name for name, data in left.items() if data != whole.get(name)]
    key = keys.signing_key().public_key()
    return [name for name, data in left.items() if not verify(data, [key]).genuine]


def _entries() -> int:
    from articles.models import LedgerEntry

    return LedgerEntry.objects.filter(kind="export.deliver").count()


if __name__ == "__main__":
    sys.exit(main())
