"""``python -m tests.crash.orders``: kill -9 in the middle of an ordered export, then run again.

However often and wherever a worker was killed (after a statement, before a file gets its place, at
a random moment), the next one leaves one set of files, with the digests that the row lists, and one
ledger entry. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import random
import secrets
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.races.own_database import migrate, own_database, set_up

ARTICLES = 3


def main() -> int:
    """Exit 0 when no kill left anything that the next worker did not make whole."""
    options = _options()
    with own_database() as database, tempfile.TemporaryDirectory() as folder:
        set_up()
        migrate()
        from django.conf import settings
        from django.db import connections

        settings.EXPORT_DIR = Path(folder) / "exports"
        try:
            found = _Killing(options).run()
        finally:
            connections.close_all()
    print(json.dumps({"database": database, "seed": options.seed, **found}))
    return 1 if found["findings"] else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash.orders")
    parser.add_argument("--random", type=int, default=15, help="kills at random moments, per shape")
    parser.add_argument("--step", type=int, default=1, help="and after every so many statements")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--broken", action="store_true", help="nobody looks for files on record")
    return parser.parse_args()


class _Killing:
    """One order in each shape, killed again and again in copies of one database."""

    def __init__(self, options: argparse.Namespace) -> None:
        from articles import exports
        from articles.stages import Stage
        from tests.cast import Cast

        self.options, self.tally = options, Counter[str]()
        self.findings, self.points = Counter[str](), Counter[str]()
        cast = Cast.assemble()
        for number in range(ARTICLES):
            cast.article_in(Stage.PUBLISHED, title=f"Words {number}")
        formats = ("json", "markdown")
        chosen = [exports.Choice(formats=formats, bundle=bundle) for bundle in (True, False)]
        self.keys = [str(exports.order(choice, actor=cast.publisher).pk) for choice in chosen]
        # What the first run alone loads is loaded here, and not again in each forked process.
        with closing(_Undone(self)) as undone:
            undone.run(self.keys)

    def run(self) -> dict[str, Any]:
        chance = random.Random(self.options.seed)
        for shape, key in zip(("bundle", "files"), self.keys, strict=True):
            life, places = self._whole(key)
            self.points[shape], self.points[f"places of {shape}"] = len(life.points), places
            for point in range(1, len(life.points) + 1, self.options.step):
                self._kill("at a statement", key, kill_at=point)
            for place in range(1, places + 1):
                self._kill("at a place", key, place=place)
            for _ in range(self.options.random):
                self._kill("at random", key, kill_after=chance.uniform(0, life.seconds))
        return {"points": self.points, **self.tally, "findings": self.findings}

    def _whole(self, key: str) -> tuple[Any, int]:
        """A life to its end, and how many places its files came by."""
        from tests.crash.victim import live

        with closing(_Undone(self)):
            life = live(lambda: _run(key))
        with closing(_Undone(self)):
            counted = _Places(0)
            with counted:
                _run(key)
        return life, counted.passed

    def _kill(self, how: str, key: str, place: int = 0, **end: Any) -> None:
        from articles.models import Export
        from tests.crash.copies import await_the_end
        from tests.crash.victim import live

        def act() -> None:
            with _Places(place):
                _run(key)

        with closing(_Undone(self)):
            life = live(act, **end)
            self.tally[how] += life.killed
            await_the_end()
            row = Export.objects.get(pk=key)
            self.tally["after its entry"] += life.killed and bool(row.files) and not row.ended_at
            for fault in self._faults_after(key):
                self.findings[f"{how}: {fault}"] += 1

    def _faults_after(self, key: str) -> list[str]:
        """The lease runs out, the sweep hands on, a worker runs."""
        from django.utils import timezone
        from django_tasks_db.models import DBTaskResult

        from articles import exports
        from articles.models import Export

        past = timezone.now() - dt.timedelta(seconds=1)
        Export.objects.filter(pk=key, ended_at=None).update(leased_until=past, handed_on_at=None)
        DBTaskResult.objects.all().delete()
        exports.hand_on_due()
        if self.options.broken:
            shutil.rmtree(f"{exports.folder(Export.objects.get(pk=key))}.partial", True)
        for job in DBTaskResult.objects.all():
            exports.run(job.args_kwargs["args"][0])
        exports.clear_old()
        return list(faults(key))


def faults(key: str) -> list[str]:
    """What is wrong with a ready export: its state, its files, its entry, what lies about."""
    from django.conf import settings

    from articles import exports, ledger
    from articles.models import Export, LedgerEntry
    from articles.stages import Event

    row, found = Export.objects.get(pk=key), []
    place = exports.folder(row)
    lying = {
        path.relative_to(
            place
        ).as_posix(): f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in place.rglob("*")
        if path.is_file()
    }
    told = [json.loads(each.payload) for each in LedgerEntry.objects.filter(kind=Event.EXPORT)]
    entries = [each for each in told if each.get("export") == key]
    if row.state != "done":
        found.append(f"state {row.state}: {row.error}")
    if not lying or lying != {file["name"]: file["digest"] for file in row.files}:
        found.append("other files than the row lists")
    if len(entries) != 1 or len(entries[0]["articles"]) != ARTICLES:
        found.append(f"{len(entries)} entries")
    if row.bundle and entries and entries[0]["digest"] not in lying.values():
        found.append("another digest in the entry")
    if left := [path.name for path in Path(settings.EXPORT_DIR).glob("*.partial")]:
        found.append(f"{len(left)} folders left")
    return found + [str(fault) for fault in ledger.walk().faults]


class _Undone:
    """A copy of the database, and an empty folder; both are gone afterwards."""

    def __init__(self, killing: _Killing) -> None:
        from django.conf import settings

        from tests.crash.copies import copy

        self.copied = copy()
        self.copied.__enter__()
        Path(settings.EXPORT_DIR).mkdir()

    def run(self, keys: list[str]) -> None:
        for key in keys:
            _run(key)

    def close(self) -> None:
        from django.conf import settings

        shutil.rmtree(settings.EXPORT_DIR)
        self.copied.__exit__(None, None, None)


class _Places:
    """Counts what changes names or folders, and ends the process before its number comes."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at, self.passed = kill_at, 0

    def __enter__(self) -> None:
        self.before = (os.fsync, Path.replace, shutil.rmtree)
        os.fsync, Path.replace, shutil.rmtree = (self._watched(each) for each in self.before)

    def __exit__(self, *_error: object) -> None:
        os.fsync, Path.replace, shutil.rmtree = self.before

    def _watched(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            self.passed += 1
            if self.passed == self.kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return act(*given, **named)

        return watched


def _run(key: str) -> None:
    from articles import exports

    exports.run(key)


if __name__ == "__main__":
    sys.exit(main())
