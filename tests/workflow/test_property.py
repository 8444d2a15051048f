"""Whatever people do in whatever order: readers see only what was signed, by those who could."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from articles import ledger
from articles.stages import Stage
from tests.workflow.clock import Clock
from tests.workflow.machine import History, history_of
from tests.workflow.ordering import Ordering
from tests.workflow.troupe import Troupe


def profile(histories: int, steps: int) -> settings:
    return settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture
def history(db: None, monkeypatch: pytest.MonkeyPatch) -> type[History]:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return history_of(Troupe.assemble(), clock)


@pytest.mark.req("P11-07", "NH-05", "A11-06")
def test_no_history_shows_readers_what_was_not_signed(history: type[History], capsys) -> None:
    run_state_machine_as_test(history, settings=profile(8, 12))
    report(history.tally, capsys)
    everywhere(history.tally, publications=8)


@pytest.mark.slow
@pytest.mark.once
def test_no_long_history_does_either(history: type[History], capsys) -> None:
    run_state_machine_as_test(history, settings=profile(60, 25))
    report(history.tally, capsys)
    everywhere(history.tally, publications=90)


@pytest.fixture
def ordering(db: None, monkeypatch: pytest.MonkeyPatch) -> type[History]:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return history_of(Troupe.assemble(), clock, Ordering)


@pytest.mark.slow
@pytest.mark.once
def test_no_release_that_was_ordered_does_either(ordering: type[History], capsys) -> None:
    run_state_machine_as_test(ordering, settings=profile(60, 15))
    report(ordering.tally, capsys)
    assert ordering.tally["release done"] >= 12
    assert ordering.tally["release refused"] >= 12


def everywhere(tally: Counter[str], *, publications: int) -> None:
    """A run that reached nothing proves nothing."""
    assert [stage for stage in Stage if not tally[f"stage {stage}"]] == []
    assert tally["publish done"] >= publications
    ledger.verify()


def report(tally: Counter[str], capsys) -> None:
    with capsys.disabled():
        print("\nWhat the histories reached:")
        for what, times in sorted(tally.items()):
            print(f"  {what:28} {times:6}")
