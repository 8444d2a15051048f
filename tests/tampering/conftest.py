"""One history for all tests of a module; each test tampers behind a savepoint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .hand import undone
from .town import Town, found


@pytest.fixture(scope="module")
def _founded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), undone():
        yield found()


@pytest.fixture
def db(_founded: Town) -> Iterator[None]:
    """In place of pytest-django's, which would begin again with an empty database."""
    with undone():
        yield


@pytest.fixture
def town(db: None, _founded: Town) -> Town:
    return _founded
