"""A whole old database, of the kind that the tests run on, is migrated; nothing it said is lost."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.races.own_database import created

from .generations import anchors_of, each_generation, unpacked

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "reviewflow.sqlite3"

pytestmark = [pytest.mark.slow, pytest.mark.database, each_generation]


@dataclass(frozen=True)
class House:
    """An old house on today's code: data folder, database, and its golden folder."""

    data: Path
    address: str
    origin: Path

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        ours = {name: v for name, v in os.environ.items() if not name.startswith("REVIEWFLOW_")}
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={
                **ours,
                "REVIEWFLOW_DATA_DIR": str(self.data),
                "REVIEWFLOW_DATABASE_URL": self.address,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def verify(self) -> tuple[int, dict[str, Any]]:
        """Exit code and report, with every checkpoint and the golden anchors."""
        options = ("--every-checkpoint", "--json", f"--anchors={self.origin / 'anchors'}")
        done = self.manage("verify_ledger", *options)
        assert done.stderr == ""
        return done.returncode, json.loads(done.stdout)

    def execute(self, statement: str) -> None:
        """As whoever owns the database."""
        if self.address.startswith("sqlite"):
            with sqlite3.connect(self.data / DATABASE) as database:
                database.execute(statement)
            database.close()
            return
        import psycopg

        with psycopg.connect(self.address) as database:
            database.execute(statement.encode())


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A database of its own, of the kind that the tests run on; on PostgreSQL, an empty one."""
    place = settings.DATABASES["default"]
    if place["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{tmp_path / DATABASE}"
        return
    with created("postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/postgres".format(**place)) as address:
        yield address


@pytest.fixture
def house(golden: Path, address: str, tmp_path: Path) -> House:
    """The old database with the keys and the evidence that belong to it, migrated."""
    kind = address.partition("://")[0].replace("postgres", "postgresql")
    if kind == "sqlite":
        (tmp_path / DATABASE).write_bytes(unpacked(golden / kind / "database.sqlite3.xz"))
    else:
        import psycopg

        with psycopg.connect(address) as database:
            database.execute(unpacked(golden / kind / "database.sql.xz"))
    (tmp_path / "keys").mkdir()
    shutil.copy(golden / kind / "keys.json", tmp_path / "keys")
    shutil.copytree(golden / "evidence", tmp_path / "evidence")
    house = House(tmp_path, address, golden / kind)
    done = house.manage("migrate", "--verbosity=0")
    assert (done.returncode, done.stderr) == (0, "")
    return house


def test_the_upgraded_ledger_is_clean_and_has_the_old_roots(house: House) -> None:
    """The anchors hold the roots from before, half way and at the end."""
    anchors = anchors_of(house.origin)

    code, report = house.verify()

    assert (code, report["faults"]) == (0, [])
    assert report["entries"] == int(max(anchors).partition(".")[0])
    assert {anchor["name"] for anchor in report["anchors"]} == set(anchors)
    assert (report["records"] > 0, report["signatures"] > 0) == (True, True)
    assert house.manage("migrate", "--check").returncode == 0


def test_an_old_signature_changed_after_the_upgrade_is_named(house: House) -> None:
    on = "" if house.address.startswith("sqlite") else " ON articles_signature"
    house.execute(f"DROP TRIGGER articles_signature_no_update{on}")
    house.execute("UPDATE articles_signature SET printed_name = 'Eve Moss' WHERE byline <> ''")

    code, report = house.verify()

    assert code == 1
    assert "The trigger articles_signature_no_update is missing." in report["faults"]
    assert [f for f in report["faults"] if "the statement says another printed name" in f]


@pytest.fixture
def put_back(house: House, address: str, tmp_path: Path) -> Iterator[House]:
    """A backup as docs/administrator.md says, put back in another place."""
    place = tmp_path / "put-back"
    for folder in ("keys", "evidence"):
        shutil.copytree(house.data / folder, place / folder)
    if address.startswith("sqlite"):
        with (
            sqlite3.connect(house.data / DATABASE) as live,
            sqlite3.connect(place / DATABASE) as copy,
        ):
            live.backup(copy)
        live.close()
        copy.close()
        yield House(place, f"sqlite:///{place / DATABASE}", house.origin)
        return
    dumped = subprocess.run(["pg_dump", "--no-owner", address], capture_output=True, check=True)
    with created(address) as copied:
        subprocess.run(
            ["psql", "--quiet", "--set=ON_ERROR_STOP=1", copied],
            input=dumped.stdout,
            capture_output=True,
            check=True,
        )
        yield House(place, copied, house.origin)


@pytest.mark.req("A11-03")
def test_a_backup_that_was_put_back_is_whole(house: House, put_back: House) -> None:
    code, report = put_back.verify()

    assert (code, report["faults"]) == (0, [])
    counts = ("entries", "records", "signatures")
    assert {name: report[name] for name in counts} == {
        name: house.verify()[1][name] for name in counts
    }


@pytest.mark.req("A11-03")
def test_a_backup_without_a_file_of_evidence_is_not_whole(put_back: House) -> None:
    lost = next(path for path in sorted((put_back.data / "evidence").rglob("*")) if path.is_file())
    lost.unlink()

    code, report = put_back.verify()

    assert code == 1
    assert [fault for fault in report["faults"] if lost.name[:12] in fault] != []
