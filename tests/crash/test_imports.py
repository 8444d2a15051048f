"""kill -9 in the middle of an import; the next run ends as if nothing had happened."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.architecture.source import ROOT

pytestmark = pytest.mark.race


def run(*options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.crash.imports", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def test_a_killed_import_and_the_next_end_as_one_that_was_left_alone():
    found = run()
    assert found["findings"] == {}
    assert found["random"] == 15
    assert found["stepwise"] >= found["points"] // 6
    assert found["rows"] > 100


def test_items_that_are_written_in_pieces_are_caught():
    """Proof that the judge sees: a draft without the claim that knows it comes in twice."""
    assert run("--broken", "--random=0", "--step=9")["findings"]
