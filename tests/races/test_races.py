"""Two people act on one article at the same moment, in processes of their own, many times over.

Whoever comes second is told so politely; nothing is signed, released or lost by accident. Runs on
the database of ``REVIEWFLOW_DATABASE_URL``, in one of its own; ``RACES`` says how often (500), of
which most races run a share.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.architecture.source import ROOT
from tests.races import report

pytestmark = pytest.mark.race

ON_POSTGRESQL = os.environ.get("REVIEWFLOW_DATABASE_URL", "").startswith("postgres")
NAMES = (
    "edit against sign-off",
    "two last signers",
    "sign-off clicked twice",
    "one ticket twice",
    "sign-off against withdrawal",
    "sign-off against changes",
    "must-fix against sign-off",
    "one comment sent twice",
    "two writers on one base",
    "publish clicked twice",
    "suspension against sign-off",
    "suspension against publish",
    "two workers at one moment",
    "release against cancelling",
    "release against withdrawn signature",
    "order against revision",
    "two orders at once",
    "order against publish",
    "guesses on fifty pages",
    "guesses on one page",
    "right ones on one page",
    "one code in two processes",
    "one recovery code in two",
)


def run(*options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.races", "--json", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return run()


def by_race(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {tally["race"]: tally for tally in found["races"]}


def test_every_race_is_run(found, capsys):
    with capsys.disabled():
        print(f"\n{report.table(found)}")
    assert tuple(by_race(found)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_nothing_goes_wrong_twice_or_astray_and_the_loser_is_told(found, name):
    assert by_race(found)[name]["findings"] == {}


def test_either_may_come_first(found):
    """Where the acts differ, races that only one of them ever wins try nothing.

    On a busy machine the shorter act may win all of one kind, so most kinds are asked for, not all.
    """
    unlike = [name for name in NAMES if not {"twice", "two", "guesses"} & set(name.split())]
    open_ended = [name for name in unlike if len(by_race(found)[name]["outcomes"]) >= 2]
    assert 2 * len(open_ended) > len(unlike), sorted(set(unlike) - set(open_ended))


@pytest.mark.req("P11-22")
@pytest.mark.parametrize("name", ["guesses on fifty pages", "guesses on one page"])
def test_of_fifty_guesses_at_the_same_moment_five_are_judged(found, name):
    tally = by_race(found)[name]
    assert tally["outcomes"] == {"guess 5 of 50 judged": tally["n"]}


def test_the_ledger_is_whole_and_gapless_after_it_all(found):
    assert (found["ledger"]["gapless"], found["ledger"]["faults"]) == (True, [])


def caught(name: str, kind: str, broken: str, count: int = 100) -> bool:
    """Whether any of a few runs shows it: on a busy machine one may be won by the same side."""
    options = ("--count", str(count), "--only", name, "--broken", broken)
    return any(by_race(run(*options))[name][kind] for _ in range(5))


def test_a_claim_without_conditions_is_caught_on_both_databases():
    """Proof that the referee sees: the second writer overwrites the first."""
    assert caught("two writers on one base", "wrong", "unconditional")


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has one writer at a time, claim or no claim")
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("edit against sign-off", "wrong"),
        ("two last signers", "hanging"),
        ("sign-off clicked twice", "error"),
        ("must-fix against sign-off", "wrong"),
        ("one comment sent twice", "wrong"),
        ("suspension against sign-off", "wrong"),
    ],
)
def test_a_claim_that_locks_nothing_is_caught(name, kind):
    """Proof that the referee sees: a check in Python without a lock is no check."""
    assert caught(name, kind, "unlocked")


def test_tries_that_are_counted_without_a_lock_are_caught_on_both_databases():
    """Proof that the referee sees: guesses that all read the same count are all judged."""
    assert caught("guesses on fifty pages", "wrong", "uncounted", 50)


def test_codes_that_each_process_remembers_for_itself_are_caught_on_both_databases():
    assert caught("one code in two processes", "double", "forgetful")
