"""Every command in docs/api.md, run as it stands there against a server."""

from __future__ import annotations

import os
import re
import subprocess
from typing import Any

import pytest

from articles.stages import Stage
from tests.api.conftest import made
from tests.architecture.source import ROOT

pytestmark = pytest.mark.browser

TEXT = (ROOT / "docs" / "api.md").read_text("utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()
]


def test_every_example_works(cast: Any, live_server: Any) -> None:
    cast.article_in(Stage.PUBLISHED, title="Gout flares")
    shell = {"SITE": live_server.url, "TOKEN": made(cast).secret, "SLUG": "gout-flares"}
    assert len(COMMANDS) > 10
    for command in COMMANDS:
        done = subprocess.run(
            ["bash", "-c", command], env=os.environ | shell, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b""), command
        assert (
            b"Gout flares" in done.stdout or b"Ed25519" in done.stdout or b"core" in done.stdout
        ), command
