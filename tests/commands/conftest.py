"""Run a command as a person would, and read what it said and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def run() -> Callable[..., Ran]:
    def run(*command: str) -> Ran:
        out, err = StringIO(), StringIO()
        try:
            call_command(*command, stdout=out, stderr=err)
        except CommandError as error:
            return Ran(error.returncode, out.getvalue(), str(error))
        except SystemExit as end:
            return Ran(int(end.code or 0), out.getvalue(), err.getvalue())
        return Ran(0, out.getvalue(), err.getvalue())

    return run
