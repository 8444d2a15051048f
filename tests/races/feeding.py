"""``python -m tests.races.feeding``: the feed is read in pages of three while others publish.

Two processes publish, one withdraws, one reads by the API from the first entry to the end. What the
reader holds then must be what the database says. Prints one line of JSON; on the database that
``REVIEWFLOW_DATABASE_URL`` names the kind of.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections import Counter
from typing import Any

from tests.races.own_database import migrate, own_database, set_up

PUBLISHERS = 2
PATIENCE = 120
"""Seconds until a process counts as hanging."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.races.feeding")
    parser.add_argument("--articles", type=int, default=24)
    parser.add_argument("--torn", action="store_true", help="cursors that run ahead: must be found")
    options = parser.parse_args()
    with own_database() as database:
        set_up()
        migrate()
        from django.db import connections

        try:
            print(json.dumps({"database": database, **_race(options.articles, options.torn)}))
        finally:
            connections.close_all()


def _race(count: int, torn: bool) -> dict[str, Any]:
    from articles.stages import Stage
    from tests.cast import Cast

    cast = Cast.assemble()
    keys = [str(cast.article_in(Stage.APPROVED, title=f"Words {n}").pk) for n in range(count)]
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(PUBLISHERS + 2)
    shares = [("publish", keys[n::PUBLISHERS]) for n in range(PUBLISHERS)]
    working = [
        context.Process(target=work, args=(name, share, start), daemon=True)
        for name, share in (*shares, ("withdraw", keys[::3]))
    ]
    for process in working:
        process.start()
    reader = Reader(cast, torn=torn)
    start.wait(PATIENCE)
    while any(process.is_alive() for process in working):
        reader.read()
    for process in working:
        process.join(PATIENCE)
    while reader.read():
        pass
    return reader.judged(count) | {"failed": [p.name for p in working if p.exitcode]}


class Reader:
    """Somebody downstream who keeps a copy of what the feed tells, and nothing else."""

    def __init__(self, cast: Any, *, torn: bool) -> None:
        import datetime as dt

        from django.conf import settings
        from django.test import Client
        from django.utils import timezone

        from articles import tokens

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.API_RATES = {"token": "100000/s", "address": "100000/s"}
        soon = timezone.now() + dt.timedelta(days=1)
        made = tokens.make(name="Copy", user=cast.writer, expires_at=soon, actor=cast.superuser)
        self.client = Client(headers={"Authorization": f"Bearer {made.secret}"})
        self.torn = torn
        self.since = "m0"
        self.copy: dict[str, str] = {}
        self.told: Counter[tuple[str, str]] = Counter()
        self.pages = 0

    def read(self) -> bool:
        """One page; whether more follow."""
        page = self.client.get(f"/api/v1/articles?since={self.since}&limit=3").json()
        for item in page["items"]:
            self.copy[item["id"]] = item.get("content_digest", item["status"])
            self.told[item["id"], item["status"]] += 1
        self.pages += bool(page["items"])
        self.since = self._ahead() if self.torn else page["next"]
        return bool(page["more"])

    def _ahead(self) -> str:
        from articles.api import cursors
        from articles.models import LedgerHead

        return cursors.written(LedgerHead.objects.get().size - 1)

    def judged(self, count: int) -> dict[str, Any]:
        from articles import ledger
        from articles.models import Article

        truth = {
            str(article.pk): article.published_record.content_digest
            if article.published_record
            else "withdrawn"
            for article in Article.objects.select_related("published_record")
        }
        return {
            "articles": count,
            "pages": self.pages,
            "withdrawn": list(truth.values()).count("withdrawn"),
            "skipped_or_stale": sum(self.copy.get(key) != truth[key] for key in truth),
            "repeated": sum(number > 1 for number in self.told.values()),
            "ledger": list(ledger.walk().faults),
        }


def work(name: str, keys: list[str], start: Any) -> None:
    """The life of a process that publishes, or withdraws what the others have published."""
    set_up()
    from articles.models import Article
    from tests.cast import Cast

    cast = Cast._as_they_are()
    start.wait(PATIENCE)
    ends = time.monotonic() + PATIENCE
    for key in keys:
        while name == "withdraw" and not Article.objects.get(pk=key).is_live:
            if time.monotonic() > ends:
                raise TimeoutError(key)
            time.sleep(0.01)
        cast.act(name, Article.objects.get(pk=key), cast.publisher, note="Because.")


if __name__ == "__main__":
    main()
