"""Would the histories notice? Each planted bug must be found, by the first seed that finds it.

With ``ALL_SEEDS=1`` every seed looks for every bug, and ``pytest -s`` prints the score of each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.adversarial.bugs import BUGS
from tests.workflow.clock import Clock
from tests.workflow.machine import history_of
from tests.workflow.troupe import Troupe

pytestmark = pytest.mark.django_db
SEEDS = (1, 2, 3)
ALL = os.environ.get("ALL_SEEDS") == "1"
HISTORIES = settings(
    max_examples=40,
    stateful_step_count=12,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def score(request: pytest.FixtureRequest) -> Iterator[dict[str, list[str]]]:
    """What each bug was found by, for each seed; empty where it got through."""
    found: dict[str, list[str]] = {}
    yield found
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print("\nPlanted bugs, and what found them:")
        for name, by in sorted(found.items()):
            print(f"  {name:46} {next(filter(None, by), 'NOT FOUND')}")
        for number, value in enumerate(SEEDS if ALL else ()):
            killed = sum(bool(by[number]) for by in found.values())
            print(f"Seed {value}: {killed} of {len(found)} planted bugs found")


@pytest.fixture(scope="module")
def troupe(django_db_setup: None, django_db_blocker) -> Iterator[Troupe]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Troupe.assemble()
        transaction.set_rollback(True)


def found_by(patch: pytest.MonkeyPatch, troupe: Troupe, number: int) -> str:
    """Run histories until one fails; the first line of what it says."""
    clock = Clock()
    patch.setattr("django.utils.timezone.now", clock)
    machine = seed(number)(history_of(troupe, clock))
    try:
        run_state_machine_as_test(machine, settings=HISTORIES)
    except AssertionError as error:
        return str(error).splitlines()[0]
    except Exception as error:  # noqa: BLE001 - the database may be the one that says no
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"
    return ""


@pytest.mark.req("P11-02", "P11-07")
@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found(name, troupe, score) -> None:
    score[name] = []
    for number in SEEDS:
        if any(score[name]) and not ALL:
            break
        with pytest.MonkeyPatch.context() as patch:
            BUGS[name](patch)
            score[name].append(found_by(patch, troupe, number))
    assert any(score[name])


def test_nothing_is_found_where_nothing_is_planted(troupe, monkeypatch) -> None:
    assert found_by(monkeypatch, troupe, SEEDS[0]) == ""
