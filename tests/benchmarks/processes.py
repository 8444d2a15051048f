"""What a command takes, in a process of its own: seconds, and memory at its peak."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass

from tests.architecture.source import ROOT

_STARTER = (
    "import os, subprocess, sys; running = subprocess.Popen(sys.argv[1:]);"
    " _, status, used = os.wait4(running.pid, 0); print(used.ru_maxrss, file=sys.stderr);"
    " sys.exit(os.waitstatus_to_exitcode(status))"
)
"""Starts the command, for a child is charged with the memory of the process that it comes from."""


@dataclass(frozen=True)
class Ended:
    """``said``: standard output. ``memory``: megabytes."""

    said: str
    seconds: float
    memory: float


def manage(*arguments: str) -> Ended:
    """Run a command of ``manage.py``; raises ``CalledProcessError`` where it fails."""
    began = time.perf_counter()
    done = subprocess.run(
        (sys.executable, "-c", _STARTER, sys.executable, "manage.py", *arguments),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - began
    return Ended(done.stdout, seconds, int(done.stderr.split()[-1]) * 1024 / 1e6)
