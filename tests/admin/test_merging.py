"""The rule by which two texts that grew from one base become one."""

from __future__ import annotations

import pytest

from articles.admin.merging import Joined, Whose, joined

A, B, C = ({"id": key, "type": "book"} for key in "abc")
A_MINE, A_THEIRS = {**A, "title": "Mine"}, {**A, "title": "Theirs"}
B_THEIRS = {**B, "title": "Theirs"}


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "value", "whose"),
    [
        ("one", "one", "one", "one", Whose.NOBODY),
        ("one", "two", "one", "two", Whose.MINE),
        ("one", "one", "two", "two", Whose.THEIRS),
        ("one", "two", "two", "two", Whose.NOBODY),
        ("one", "two", "three", "two", Whose.BOTH),
        ("one", "", "three", "", Whose.BOTH),
        ("", "", "three", "three", Whose.THEIRS),
        ([], ["x"], [], ["x"], Whose.MINE),
        (["x"], ["x", "y"], ["x", "z"], ["x", "y"], Whose.BOTH),
    ],
)
def test_a_field_has_the_value_of_the_side_that_changed_it(base, mine, theirs, value, whose):
    found = joined({"topics": base}, {"topics": mine}, {"topics": theirs})
    assert found == {"topics": Joined(value, whose)}


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "rows"),
    [
        ([A, B], [A_MINE, B], [A, B_THEIRS], [A_MINE, B_THEIRS]),
        ([A], [A, B], [A, C], [A, B, C]),
        ([A, B], [A], [A, B, C], [A, C]),
        ([A, B], [A_MINE, B], [B, A], [B, A_MINE]),
        ([A, B], [B, A], [A, B_THEIRS], [B_THEIRS, A]),
        ([], [A], [A, B], [A, B]),
        ([A, B], [B], [A], []),
    ],
    ids=["edits", "additions", "removal", "they moved", "I moved", "one alike", "both remove"],
)
def test_references_are_joined_by_their_keys(base, mine, theirs, rows):
    found = joined({"references": base}, {"references": mine}, {"references": theirs})
    assert found["references"] == Joined(rows, Whose.ROWS)


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ([A], [A_MINE], [A_THEIRS]),
        ([A], [], [A_THEIRS]),
        ([], [A_MINE], [A_THEIRS]),
        ([A, B, C], [B, A, C], [A, C, B]),
        ([A, B], [A_MINE, B, B], [A, B_THEIRS]),
    ],
    ids=["one row by both", "removed and changed", "one key twice", "both moved", "key repeated"],
)
def test_references_that_cannot_be_joined_are_of_both_and_mine_stand(base, mine, theirs):
    found = joined({"references": base}, {"references": mine}, {"references": theirs})
    assert found["references"] == Joined(mine, Whose.BOTH)


def test_without_a_base_all_that_differs_is_of_both():
    mine, theirs = {"title": "One", "references": [A]}, {"title": "One", "references": [B]}
    assert joined(None, mine, theirs) == {
        "title": Joined("One", Whose.NOBODY),
        "references": Joined([A], Whose.BOTH),
    }
