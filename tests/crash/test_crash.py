"""kill -9 in the middle of a sign-off and of a release, after every statement and at random.

The next start finds the whole act or none of it, `verify_ledger` finds no fault, and the person who
comes back can go on. Runs on the database of ``REVIEWFLOW_DATABASE_URL``, in copies of one's own;
``KILLS`` says how many random moments there are for each act (50).
"""

from __future__ import annotations

import fnmatch
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.architecture.source import ROOT
from tests.crash import report

pytestmark = pytest.mark.race

KILLS = int(os.environ.get("KILLS", "50"))
NAMES = ("sign off", "publish", "release at its moment")
PARTS = {
    "sign off": (
        "articles.signingticket: a row is new",
        "articles.signature: a row is new*meaning medical_review",
        "articles.delivery: a row is new, with kind receipt",
        "articles.article: stage changed medical_review to approved",
        "articles.article: last_reviewed changed",
        "articles.article: review_due changed",
        "articles.review: decision changed",
        "articles.review: closed_at changed",
        "articles.round: outcome changed open to approved",
        "articles.ledgerentry: a row is new, with kind article.sign_off",
        "articles.ledgerhead: last changed",
    ),
    "publish": (
        "articles.signingticket: a row is new",
        "articles.signature: a row is new*meaning publication_release",
        "articles.delivery: a row is new, with kind receipt",
        "articles.article: stage changed approved to published",
        "articles.article: published_record_id changed empty to filled",
        "articles.publication: a row is new",
        "articles.ledgerentry: a row is new, with kind article.publish",
        "articles.ledgerhead: last changed",
    ),
    "release at its moment": (
        "articles.article: stage changed approved to published",
        "articles.article: published_record_id changed empty to filled",
        "articles.publication: a row is new*note filled",
        "articles.schedule: outcome changed  to released",
        "articles.schedule: ended_at changed empty to filled",
        "articles.ledgerentry: a row is new, with kind article.publish",
        "articles.ledgerhead: last changed",
    ),
}
"""What makes up an act: all of it is there after a kill, or none."""


def run(*options: str) -> dict[str, dict[str, Any]]:
    """Act by act."""
    command = [sys.executable, "-m", "tests.crash", "--json", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return run("--random", str(KILLS))


def by_act(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {tally["act"]: tally for tally in found["acts"]}


def test_every_act_is_killed_at_random_moments(found, capsys):
    with capsys.disabled():
        print(f"\n{report.table(found)}")
    assert {name: tally["random"] for name, tally in by_act(found).items()} == dict.fromkeys(
        NAMES, KILLS
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_act_is_killed_after_each_of_its_statements(found, name):
    """Django's own log counts as many, and the kill before each COMMIT comes on top."""
    tally = by_act(found)[name]
    points = tally["points"]
    assert {"BEGIN", "INSERT articles_ledgerentry", "before COMMIT", "COMMIT"} <= {*points}
    assert tally["stepwise"] == len(points) == tally["statements"] + points.count("COMMIT")


@pytest.mark.parametrize("name", NAMES)
def test_an_act_leaves_all_its_parts(found, name):
    """What was never there is not missed after a kill."""
    leaves = by_act(found)[name]["leaves"]
    assert [part for part in PARTS[name] if not fnmatch.filter(leaves, f"{part}*")] == []


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_there_or_nothing_and_it_verifies_and_goes_on(found, name):
    tally = by_act(found)[name]
    assert tally["findings"] == {}
    assert tally["nothing"] + tally["whole"] == tally["stepwise"] + tally["random"]
    assert min(tally["nothing"], tally["whole"]) > 0


def test_an_act_in_pieces_is_caught():
    """Proof that the judge sees: without one transaction, half an act is left."""
    tally = broken("sign off", "autocommit")
    assert min(tally["torn"], tally["fault"], tally["stuck"]) > 0


def test_a_commit_that_keeps_nothing_is_caught():
    """Proof that the judge sees: what was acknowledged is gone."""
    tally = broken("publish", "forgetful")
    assert (tally["torn"], tally["whole"]) == (0, 0)
    assert tally["lost"] > 0


def broken(name: str, way: str) -> dict[str, Any]:
    """Killed in the second half of the act only, where it writes."""
    half = ("--random", "0", "--start", "20", "--only", name)
    return by_act(run(*half, "--broken", way))[name]
