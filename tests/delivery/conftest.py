"""Commands are run here as in their own room."""

from __future__ import annotations

from tests.commands.conftest import run

__all__ = ["run"]
