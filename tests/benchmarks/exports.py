"""What it costs to let a large house leave: as lines, in bundles, and what is new in it."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from pydantic_core import to_json

from articles import delivery, keys
from articles.bundles.verify import verify
from articles.delivery import Order, deliver
from articles.models import Article
from tests.benchmarks import library, measure, processes
from tests.benchmarks.measure import Figure
from tests.cast import Cast

MOST_MEMORY = 150
"""Megabytes of the whole process, libraries and all, however many articles there are."""
NEW = 10
"""Articles that are published after a cursor."""
GROWN = 2.0
"""How much longer what is new may take beside ten times as many articles: noise, not growth."""
ROWS = (
    "SELECT r.title, r.summary, r.body, r.references, r.audience, r.locale, r.authors, r.funding,"
    " r.topics, r.specialty, r.content_digest, a.slug, s.statement"
    " FROM articles_article a JOIN articles_historicalarticle r ON r.history_id ="
    " a.published_record_id JOIN articles_signature s ON s.record_id = r.history_id"
)


@dataclass(frozen=True)
class Run:
    """A run of the command in a process of its own. ``memory``: megabytes at its peak."""

    articles: int
    paths: tuple[Path, ...]
    seconds: float
    memory: float


@dataclass(frozen=True)
class At:
    """Everything measured at one number of articles. ``since``: seconds and statements."""

    lines: Run
    bundles: Run
    since: tuple[float, int]


def measured(cast: Cast, count: int) -> list[Figure]:
    """With a tenth of ``count`` more articles published, and with all of them."""
    model, few = library.model_of(cast), count // 10
    with tempfile.TemporaryDirectory() as place:
        library.publish(model, 0, few)
        small = _at(Path(place, "few"), model, 10**5)
        library.publish(model, few, count - few)
        large = _at(Path(place, "many"), model, 2 * 10**5)
        startup = _command(Path(place, "none"), f"--since={delivery.cursor()}").seconds
        raw = _raw(Path(place, "raw"))
        shards = [verify(p.read_bytes(), [_public()]).genuine for p in large.bundles.paths]
    live = large.lines.articles
    seconds = [run.seconds - startup for run in (large.lines, large.bundles)]
    return [
        Figure("articles exported as lines", live, "", floor=count),
        Figure("… in a second", live / seconds[0], "1/s"),
        Figure("… in bundles, in a second", live / seconds[1], "1/s"),
        Figure("… the raw limit: driver to JSON", live / raw, "1/s"),
        Figure("… as lines, beside the raw limit", seconds[0] / raw, "times as long"),
        Figure("… in bundles, beside the raw limit", seconds[1] / raw, "times as long"),
        Figure("… bundles that are not genuine", shards.count(False), "", limit=0),
        *_memory(small, large),
        *_since(small, large),
    ]


def _memory(small: At, large: At) -> list[Figure]:
    return [
        Figure(f"… most memory, {kind}, {run.articles:,} articles", run.memory, "MB", MOST_MEMORY)
        for kind, runs in (
            ("lines", (small.lines, large.lines)),
            ("bundles", (small.bundles, large.bundles)),
        )
        for run in runs
    ]


def _since(small: At, large: At) -> list[Figure]:
    (few, before), (many, after) = small.since, large.since
    return [
        Figure(f"{NEW} new since a cursor: statements", after, "", limit=before),
        Figure("… among the few", few * 1000, "ms"),
        Figure("… among ten times as many", many * 1000, "ms", limit=few * 1000 * GROWN),
    ]


def _at(place: Path, model: Article, first: int) -> At:
    measure.analyse()
    lines = _command(place / "lines", "--format=jsonl")
    bundles = _command(place / "bundles", "--format=json", bundle=True)
    cursor = delivery.cursor()
    library.publish(model, first, NEW)
    return At(lines, bundles, _new(place / "new", cursor))


def _new(output: Path, cursor: int) -> tuple[float, int]:
    order = Order(formats=["jsonl"], output=output, since=cursor)
    actor = _system()

    def export() -> None:
        assert len(deliver(order, actor=actor).slugs) == NEW

    sent, _ = measure.statements(export)
    [seconds] = measure.in_turn([lambda _: export()], 10)
    return seconds, sent


def _system() -> Any:
    from articles.management.people import person

    return person("system")


def _public() -> Any:
    return keys.signing_key().public_key()


def _command(output: Path, *options: str, bundle: bool = False) -> Run:
    output.mkdir(parents=True)
    named = [f"--output={output / 'all.zip'}", "--bundle"] if bundle else [f"--output={output}"]
    given = (
        options if any(o.startswith("--format") for o in options) else ("--format=jsonl", *options)
    )
    done = processes.manage("export_articles", "--json", *named, *given)
    said = json.loads(done.said)
    paths = tuple(Path(path) for path in said["paths"])
    return Run(len(said["articles"]), paths, done.seconds, done.memory)


def _raw(path: Path) -> float:
    """The same rows by the database's own driver, each dumped by the fastest library there is."""
    connection.ensure_connection()
    raw = connection.connection.cursor()

    def dump() -> None:
        with path.open("wb") as out:
            raw.execute(ROWS.replace("r.references", 'r."references"'))
            while rows := raw.fetchmany(500):
                for row in rows:
                    out.write(to_json(row))
                    out.write(b"\n")

    return measure.seconds(dump)
