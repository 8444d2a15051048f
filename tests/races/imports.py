"""``python -m tests.races.imports``: several processes import the same items at the same moment.

One of them writes each item, the others skip it, nobody meets an error. Runs in a database of its
own, of the kind that ``REVIEWFLOW_DATABASE_URL`` names; prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from tests.races.own_database import migrate, own_database, set_up
from tests.races.racer import PATIENCE

PROCESSES = 3


def _same_file(folder: Path, number: int) -> list[Path]:
    """Everybody is given one file."""
    return [_written(folder, f"{number}.txt", f"Sore toe {number}\n\nRest it.\n")] * PROCESSES


def _other_names(folder: Path, number: int) -> list[Path]:
    """The same bytes, with a file of their own for everybody."""
    text = f"Stiff knee {number}\n\nMove it.\n"
    return [_written(folder, f"{number}-{each}.txt", text) for each in range(PROCESSES)]


def _other_copies(folder: Path, number: int) -> list[Path]:
    """The same identity in the source, in other bytes."""
    head = f"---\ntitle: Cold wrist {number}\nid: {uuid.uuid4()}\n---\n\n"
    return [
        _written(folder, f"wrist-{number}-{each}.md", f"{head}Copy {each}: warm it.\n")
        for each in range(PROCESSES)
    ]


def _same_name(folder: Path, number: int) -> list[Path]:
    """Other articles that want one address, and claim one person whom nobody knows yet."""
    claim = f"Medically reviewed by Zoe Wolf{number}, MD; American Board of Internal Medicine"
    return [
        _written(
            folder / str(each), f"hip-{number}.txt", f"Hip {each}\n\nRest {each}.\n\n{claim}\n"
        )
        for each in range(PROCESSES)
    ]


KINDS: dict[str, tuple[Callable[[Path, int], list[Path]], int]] = {
    "one file": (_same_file, 1),
    "the same bytes under other names": (_other_names, 1),
    "one identity in other bytes": (_other_copies, 1),
    "other articles of one name": (_same_name, PROCESSES),
}
"""What the processes import, and how many articles come of it."""


def _written(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


def main() -> int:
    """Exit 0 when every item was written once, and nobody met an error."""
    parser = argparse.ArgumentParser(prog="python -m tests.races.imports")
    parser.add_argument("--count", type=int, default=40, help="of each kind")
    parser.add_argument("--broken", action="store_true", help="nobody looks a second time")
    options = parser.parse_args()
    with own_database() as database, tempfile.TemporaryDirectory() as folder:
        set_up()
        migrate()
        from django.db import connections

        try:
            found = _run(Path(folder), options.count, tries=1 if options.broken else 0)
        finally:
            connections.close_all()
    print(json.dumps({"database": database, **found}, ensure_ascii=False))
    return 1 if found["findings"] else 0


def _run(folder: Path, count: int, tries: int) -> dict[str, Any]:
    from articles import integrity
    from articles.models import Article, Reviewer
    from tests.cast import Cast

    Cast.assemble()
    rounds = [
        (kind, make(folder / kind, number), wanted)
        for kind, (make, wanted) in KINDS.items()
        for number in range(count)
    ]
    told = _raced([paths for _, paths, _ in rounds], tries)
    findings: Counter[str] = Counter()
    for (kind, _, wanted), states in zip(rounds, told, strict=True):
        expected = ["ok"] * wanted + ["skipped"] * (PROCESSES - wanted)
        if sorted(state for state, _ in states) != expected:
            findings[f"{kind}: {sorted(states)}"] += 1
    written = sum(wanted for _, _, wanted in rounds)
    if (there := Article.objects.count()) != written:
        findings[f"{there} articles instead of {written}"] += 1
    if (claimed := Reviewer.objects.filter(name__startswith="Zoe Wolf").count()) != count:
        findings[f"{claimed} reviewers were made up for {count} names"] += 1
    findings.update(integrity.check().faults)
    return {"rounds": len(rounds), "articles": there, "findings": findings}


def _raced(rounds: list[list[Path]], tries: int) -> list[list[tuple[str, str]]]:
    """For each round, state and reason that each process met."""
    context = multiprocessing.get_context("spawn")
    start, pipes, processes = context.Barrier(PROCESSES), [], []
    for each in range(PROCESSES):
        here, there = context.Pipe()
        paths = [paths[each] for paths in rounds]
        given = (there, start, paths, tries)
        processes.append(context.Process(target=_import, args=given, daemon=True))
        processes[-1].start()
        pipes.append(here)
    told = []
    for pipe in pipes:
        if not pipe.poll(PATIENCE + len(rounds)):
            raise TimeoutError("An import hangs.")
        told.append(pipe.recv())
    for process in processes:
        process.join(10)
    return [list(states) for states in zip(*told, strict=True)]


def _import(pipe: Any, start: Barrier, paths: list[Path], tries: int) -> None:
    """The life of one process. ``tries``: as many as that of each item, or 0 for the product's."""
    set_up()
    from django.contrib.auth.models import User

    from articles.intake import Intake, taking

    taking.TRIES = tries or taking.TRIES
    intake = Intake(User.objects.get(username="wren"), specialty="rheumatology")
    told = []
    for path in paths:
        start.wait(PATIENCE)
        try:
            [outcome] = intake.take_file(path)
            told.append((outcome.state, outcome.reason if outcome.state == "failed" else ""))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            told.append(("error", f"{type(error).__name__}: {error}"))
    pipe.send(told)


if __name__ == "__main__":
    sys.exit(main())
