"""Kills happen in copies of one database that was made ready once."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from tests.races.own_database import created

_OTHERS = """
SELECT COUNT(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@contextmanager
def copy() -> Iterator[None]:
    """Lead Django to a copy, which is gone afterwards. Nothing of it is open on entering."""
    original = connection.settings_dict["NAME"]
    connection.close()  # the last to leave a SQLite file tidies its log away
    with _copied(original) as name:
        connection.settings_dict["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = original


@contextmanager
def _copied(original: str) -> Iterator[str]:
    if connection.vendor == "sqlite":
        path = Path(original)
        assert not path.with_name(f"{path.name}-wal").exists()
        with tempfile.TemporaryDirectory(dir=path.parent, prefix="copy-") as folder:
            yield shutil.copy(path, folder)
    else:
        with created(os.environ["REVIEWFLOW_DATABASE_URL"], template=original) as url:
            yield urlsplit(url).path.removeprefix("/")


def await_the_end(patience: float = 10) -> None:
    """Until PostgreSQL has seen that the killed client is gone; it may still finish a statement.

    Raises ``TimeoutError`` when it does not.
    """
    if connection.vendor == "sqlite":
        return
    until = time.monotonic() + patience
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(_OTHERS)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.002)
    raise TimeoutError("PostgreSQL holds on to the session of a killed client.")
