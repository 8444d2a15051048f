"""A crowd of processes that do the same in one instant, in a database of their own."""

from __future__ import annotations

import subprocess
import sys

from tests.races.own_database import migrate, own_database, set_up

PROCESSES = 4


def said_by(module: str, act: str) -> list[str]:
    """What each process of ``python -m module act`` prints once all are ready."""
    with own_database():
        set_up()
        migrate()
        command = [sys.executable, "-m", module, act]
        crowd = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(PROCESSES)
        ]
        for one in crowd:
            assert one.stdout is not None and one.stdout.readline() == "ready\n"
        for one in crowd:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        return [one.communicate()[0] for one in crowd]


def ready() -> None:
    """In such a process: wait until all of them are."""
    print("ready", flush=True)
    sys.stdin.readline()
