"""What an import of many files costs, beside reading them alone and inserting bare rows alone."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from articles import importers
from articles.intake import Intake, listed
from articles.models import Article
from tests.architecture.source import ROOT
from tests.benchmarks import measure, plain, processes
from tests.benchmarks.measure import Figure
from tests.cast import Cast
from tests.intake import files

MOST_MEMORY = 300
"""Megabytes of the whole process, libraries and all."""
KILLS = 3


@dataclass(frozen=True)
class Run:
    """A run of the command in a process of its own. ``memory`` in megabytes, at its peak."""

    counts: dict[str, int]
    seconds: float
    memory: float


def measured(cast: Cast, count: int) -> list[Figure]:
    """``count`` files of four kinds: read, imported, imported again; others killed and rerun."""
    with tempfile.TemporaryDirectory() as place:
        folder = files.fill(Path(place, "many"), count)
        reading, rows = _read(folder), _inserted(cast, count)
        few, _ = measure.statements(lambda: _one(cast, count))
        startup = _command(cast, Path(place, "none")).seconds
        first, second = _command(cast, folder), _command(cast, folder)
        many, _ = measure.statements(lambda: _one(cast, count + 4))
        doubled = _killed(cast, files.fill(Path(place, "killed"), count // 4, first=2 * count))
    took = first.seconds - startup
    return [
        Figure("files imported", first.counts["ok"], "", floor=count),
        Figure("… in a second", count / took, "1/s"),
        Figure("… reading them alone", count / reading, "1/s"),
        Figure("… bare inserts of the same texts", count / rows, "1/s"),
        Figure("import, beside reading and bare inserts", took / (reading + rows), "times as long"),
        Figure("… most memory of the process", first.memory, "MB", limit=MOST_MEMORY),
        Figure("… written by a second run", second.counts["ok"], "", limit=0),
        Figure("… a second run, with the start of a process", second.seconds, "s"),
        Figure("… statements an item, before and", few, ""),
        Figure("… after all the others", many, "", limit=few),
        Figure("… lost or doubled after kills and a rerun", doubled, "", limit=0),
    ]


def _read(folder: Path) -> float:
    sources = [(source.path.read_bytes(), source.name) for source in listed(folder)]
    list(importers.read(*sources[0]))
    return measure.seconds(lambda: [list(importers.read(*source)) for source in sources])


def _inserted(cast: Cast, count: int) -> float:
    """A row of the same length for each file, each in a transaction of its own, as items are."""
    texts = [files.text(number).decode() for number in range(count)]

    def insert() -> None:
        for text in texts:
            plain.PlainArticle.objects.create(
                owner=cast.writer, title=text[:60], summary="", body=text, references=[],
                authors=[], topics=[],
            )  # fmt: skip

    return measure.seconds(insert)


def _one(cast: Cast, number: int) -> None:
    """A text file of a person whom earlier files named."""
    intake = Intake(cast.writer, specialty="rheumatology")
    [outcome] = intake.take_bytes(files.text(10**6 + number), f"one-{number}.txt")
    assert outcome.state == "ok", outcome.reason


def _command(cast: Cast, folder: Path) -> Run:
    done = processes.manage(*_asked(cast, folder))
    return Run(json.loads(done.said)["counts"], done.seconds, done.memory)


def _asked(cast: Cast, folder: Path) -> tuple[str, ...]:
    folder.mkdir(exist_ok=True)
    return (
        "import_articles", str(folder), "--json",
        f"--author={cast.writer.username}", "--specialty=rheumatology",
    )  # fmt: skip


def _killed(cast: Cast, folder: Path) -> int:
    """Kill an import at random moments and run it again: items too many or too few."""
    before, chance = Article.objects.count(), random.Random(7)
    wanted = sum(1 for _ in listed(folder))
    for _ in range(KILLS):
        at_start = Article.objects.count()
        command = (sys.executable, "manage.py", *_asked(cast, folder))
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        while running.poll() is None and Article.objects.count() == at_start:
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 0.5))
        running.send_signal(signal.SIGKILL)
        running.communicate()
    _command(cast, folder)
    return abs(Article.objects.count() - before - wanted)
