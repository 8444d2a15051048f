"""A database that is not ready, or not there, is named in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

WORKING = {
    "demo": (),
    "import_articles": ("--author=wren", "README.md"),
    "publish_due": (),
    "verify_ledger": (),
    "worker": ("--once",),
}


def ended(tmp_path: Path, address: str, *command: str) -> subprocess.CompletedProcess[str]:
    place = {"REVIEWFLOW_DATA_DIR": str(tmp_path), "REVIEWFLOW_DATABASE_URL": address}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, **place},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", WORKING)
def test_an_empty_database_is_told_from_a_fault(tmp_path: Path, name: str) -> None:
    done = ended(tmp_path, f"sqlite:///{tmp_path}/new.sqlite3", name, *WORKING[name])
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("CommandError: The database lacks ")
    assert "“manage.py migrate” makes them." in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_database_that_does_not_answer_is_told_from_a_fault(tmp_path: Path) -> None:
    nowhere = "postgresql://nobody:nothing@127.0.0.1:9/none"
    done = ended(tmp_path, nowhere, "publish_due")
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("CommandError: The database cannot be reached: ")
    assert "Traceback" not in done.stderr
