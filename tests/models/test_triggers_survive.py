"""Migrations rebuild tables; the triggers stand again after each of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from articles import triggers
from tests.races.own_database import created

ROOT = Path(__file__).resolve().parents[2]
WALK = "import django; django.setup(); from tests.models.migrating import main; main()"


pytestmark = [pytest.mark.slow, pytest.mark.database]


@pytest.fixture(scope="module")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database of its own, of the kind that the tests run on."""
    place = settings.DATABASES["default"]
    if place["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{tmp_path_factory.mktemp('spare') / 'spare.sqlite3'}"
        return
    with created("postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/postgres".format(**place)) as address:
        yield address


@pytest.fixture(scope="module")
def walked(spare: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", WALK],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "REVIEWFLOW_DATABASE_URL": spare,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.django_db
def test_the_database_of_the_tests_has_every_trigger() -> None:
    assert triggers.missing() == []


def test_every_migration_forward_and_back_leaves_every_trigger(walked) -> None:
    steps = {k: v for k, v in walked.items() if k.startswith(("forward", "back to"))}

    assert len(steps) >= 3
    assert {step: gone for step, gone in steps.items() if gone} == {}


def test_going_back_to_nothing_leaves_no_trigger_and_forward_one_head(walked) -> None:
    assert walked["left at zero"] == []
    assert walked["head"] == [0]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL rebuilds no table")
def test_a_rebuilt_table_has_its_triggers_again_after_migrate(walked) -> None:
    """SQLite drops them without a word when Django rebuilds a table."""
    lost = {k.split()[1]: v for k, v in walked.items() if k.startswith("rebuild ")}

    del lost["articles_ledgerhead"]  # the next test
    assert [table for table, number in lost.items() if not number] == []
    assert walked["after all"] == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL rebuilds no table")
def test_the_table_that_another_tables_trigger_reads_can_be_rebuilt(walked) -> None:
    assert isinstance(walked["rebuild articles_ledgerhead"], int), walked


@pytest.mark.django_db
def test_a_trigger_that_was_taken_away_is_missed_by_name() -> None:
    table, name = "articles_signature", "articles_signature_no_update"
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else f'ON "{table}"'
        cursor.execute(f'DROP TRIGGER "{name}" {on}')

    assert triggers.missing() == [name]
    triggers.install()
    assert triggers.missing() == []


def test_trigger_names_are_distinct_and_short_enough_for_postgresql() -> None:
    names = [trigger.name for trigger in triggers.expected()]

    assert len(names) == len(set(names))
    assert [name for name in names if len(name.encode()) > 63] == []
