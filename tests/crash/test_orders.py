"""kill -9 in the middle of an ordered export; the next worker leaves it whole, once."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.architecture.source import ROOT

pytestmark = pytest.mark.race


def run(*options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.crash.orders", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def test_a_killed_export_and_the_next_worker_leave_one_set_of_files_and_one_entry() -> None:
    found = run()
    assert found["findings"] == {}
    assert found["at a statement"] == found["points"]["bundle"] + found["points"]["files"]
    places = found["points"]["places of bundle"] + found["points"]["places of files"]
    assert found["at a place"] == places
    assert places > 10
    assert found["at random"] >= 25
    assert found["after its entry"] > 5


def test_files_on_record_that_nobody_looks_for_are_caught() -> None:
    """Proof that the judge sees."""
    assert run("--broken", "--random=0", "--step=9")["findings"]
