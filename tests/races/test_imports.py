"""Several imports of the same items at the same moment: each item once, no error for anybody."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.architecture.source import ROOT
from tests.races.imports import KINDS, PROCESSES

pytestmark = pytest.mark.race
COUNT = 40


def run(*options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.races.imports", f"--count={COUNT}", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def test_every_item_is_written_once_and_skipped_by_the_others():
    found = run()
    assert found["findings"] == {}
    assert found["rounds"] == len(KINDS) * COUNT
    assert found["articles"] == (len(KINDS) - 1 + PROCESSES) * COUNT


def test_an_import_that_never_looks_again_is_caught():
    """Proof that the races meet: the loser of one is told that the address is taken."""
    assert run("--broken")["findings"]
