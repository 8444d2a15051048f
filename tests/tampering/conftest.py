"""One history for all tests of a module; each test tampers behind a savepoint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from .town import Town, found


@pytest.fixture(scope="module")
def _founded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield found()
        transaction.set_rollback(True)


@pytest.fixture
def db(_founded: Town) -> Iterator[None]:
    """In place of pytest-django's, which would begin again with an empty database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def town(db: None, _founded: Town) -> Town:
    return _founded
