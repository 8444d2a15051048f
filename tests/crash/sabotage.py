"""Crash safety broken on purpose, in the victim only: kills that find nothing prove nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from types import SimpleNamespace

from django.db import connection, transaction

from articles.workflow import engine


def _sound() -> None:
    """The product as it is."""


def _autocommit() -> None:
    """The engine's statements are no longer one transaction; the ledger's are."""
    assert engine.transaction is transaction
    engine.transaction = SimpleNamespace(atomic=nullcontext, on_commit=transaction.on_commit)


def _forgetful() -> None:
    """The database says that it committed, and did not."""
    connection._commit = connection._rollback


WAYS: dict[str, Callable[[], None]] = {
    "": _sound,
    "autocommit": _autocommit,
    "forgetful": _forgetful,
}
