"""Short enough to be read in one go; where not, split by meaning or delete."""

from __future__ import annotations

from . import budget


def test_beauty_budget(capsys):
    with capsys.disabled():
        print("\nThe longest for what they are (beauty budget):")
        for length in budget.worst():
            print(length)
    assert [str(length) for length in budget.over() if length.name not in budget.EXCUSED] == []


def test_nothing_is_excused_that_keeps_to_its_budget():
    assert set(budget.EXCUSED) - {length.name for length in budget.over()} == set()
