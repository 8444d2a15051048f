"""Workers that take one export at the same moment write it once."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.architecture.source import ROOT

pytestmark = pytest.mark.race


def run(*options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.races.ordered", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_each_export_is_written_by_one_worker_and_once() -> None:
    found = run("--exports", "12")
    assert found["findings"] == {}
    assert found["outcomes"] == {"done": 12, "not due": 24}


def test_workers_that_do_not_ask_are_caught() -> None:
    """Proof that the judge sees: then one is lost to another, and does its work in vain."""
    found = run("--exports", "6", "--broken")
    assert found["outcomes"].get("not due", 0) < 12


def test_the_same_order_at_one_moment_is_one() -> None:
    found = run("--same", "--exports", "12")
    assert found["findings"] == {}
    assert (found["orders"], found["rows"]) == (36, 12)


def test_orders_that_do_not_wait_for_each_other_are_caught() -> None:
    found = run("--same", "--exports", "12", "--broken")
    assert found["findings"]
