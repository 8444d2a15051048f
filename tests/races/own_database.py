"""A database of one's own for as long as a run lasts; nothing that is there already is touched.

SQLite in a temporary folder, or, where ``REVIEWFLOW_DATABASE_URL`` names a PostgreSQL server, a
database that is created there and dropped again. Both under the product's own settings.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


@contextmanager
def own_database() -> Iterator[str]:
    """Point the environment at an empty database, before Django reads it; "SQLite" or "PostgreSQL".

    Child processes inherit it.
    """
    server = os.environ.get("REVIEWFLOW_DATABASE_URL", "")
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="reviewflow-") as folder:
        for name in ("REVIEWFLOW_KEY_DIR", "REVIEWFLOW_ANCHOR_DIR", "REVIEWFLOW_SIGNING_KEY"):
            os.environ.pop(name, None)
        os.environ["REVIEWFLOW_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "reviewflow.settings"
        try:
            if not server.startswith("postgres"):
                os.environ["REVIEWFLOW_DATABASE_URL"] = f"sqlite:///{folder}/own.sqlite3"
                yield "SQLite"
                return
            with created(server) as os.environ["REVIEWFLOW_DATABASE_URL"]:
                yield "PostgreSQL"
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def created(server: str, template: str = "template1") -> Iterator[str]:
    """A PostgreSQL database, while this lasts; a copy of ``template``, which nobody may use."""
    name = f"reviewflow_{secrets.token_hex(6)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _run(server, create.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(server: str, statement: sql.Composed) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def set_up() -> None:
    """Django with hashing that costs nothing, in this process."""
    import django
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()


def migrate() -> None:
    """Tables, triggers and a signing key, once."""
    from django.core.management import call_command
    from django.utils import timezone

    from articles import keys

    call_command("migrate", verbosity=0)
    keys.generate(timezone.now())
