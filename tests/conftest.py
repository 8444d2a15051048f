"""Fixtures for every test: a signing key of its own, quick password hashing, the cast."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import settings as hypothesis_settings

from articles import keys
from tests.cast import Cast

hypothesis_settings.register_profile("reviewflow", deadline=None)  # machines differ
hypothesis_settings.load_profile("reviewflow")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser tests' event loop


ASKING = {"db", "transactional_db", "live_server"}
"""A test without the mark and without one of these gets an error when it asks the database."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With PostgreSQL, only what asks the database: the rest is the same with either."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    config.hook.pytest_deselected(items=[item for item in items if not _asks(item)])
    items[:] = filter(_asks, items)


def _asks(item: pytest.Item) -> bool:
    if item.get_closest_marker("once"):
        return False
    marked = any(map(item.get_closest_marker, ("django_db", "database", "race", "browser")))
    return marked or not ASKING.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True, scope="session")
def _workplace(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A key folder of its own; hashing that costs nothing; static files without a manifest."""
    from django.conf import settings

    settings.KEY_DIR = tmp_path_factory.mktemp("keys")
    settings.SIGNING_KEY = ""
    # WhiteNoise looks through every collected file for each test's client.
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": tmp_path_factory.mktemp(name)},
            }
            for name in ("assets", "evidence")
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    keys.generate(timezone.now())


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    """Anchors of one test's ledger say nothing about another's; nor do its exports."""
    settings.ANCHOR_DIR = tmp_path / "anchors"
    settings.EXPORT_DIR = tmp_path / "exports"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Where a server answers a browser, SQLite works on a file, as it does in production.

    Threads that share one connection in memory can wait for each other for ever: one holds the
    connection and wants the interpreter for a function of Django's, the other the reverse.
    """
    from django.conf import settings

    database = settings.DATABASES["default"]
    served = any(
        "live_server" in getattr(item, "fixturenames", ()) for item in request.session.items
    )
    if served and database["ENGINE"].endswith("sqlite3"):
        folder = tmp_path_factory.mktemp("database")
        database.setdefault("TEST", {})["NAME"] = str(folder / "reviewflow.sqlite3")


@pytest.fixture
def cast(db: None) -> Cast:
    """One person for each role, a catalogue, a policy, and a draft that may be submitted."""
    return Cast.assemble()


@pytest.fixture
def seed_article() -> Path:
    """The real article; its sentences are not ours, so it is read from outside the repository."""
    path = Path(__file__).resolve().parents[2] / "shared/input/lupus-neck-back-pain.txt"
    if not path.exists():
        pytest.skip("the real article is not beside this checkout (../shared/input)")
    return path
