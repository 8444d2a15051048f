"""The feed skips and repeats nothing while others publish and withdraw."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.race

COMMAND = [sys.executable, "-m", "tests.races.feeding"]


def run(*options: str) -> dict[str, Any]:
    done = subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, check=False, env=os.environ
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_reader_s_copy_is_the_database_at_the_end() -> None:
    found = run("--articles", "24")
    assert found["failed"] == [] and found["ledger"] == []
    assert found["withdrawn"] == 8
    assert found["pages"] > 4
    assert (found["skipped_or_stale"], found["repeated"]) == (0, 0)


def test_a_cursor_that_ran_ahead_would_be_found() -> None:
    assert run("--articles", "9", "--torn")["skipped_or_stale"] > 0
