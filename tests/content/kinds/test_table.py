"""The kinds of a table of edits, and the words that show them."""

from __future__ import annotations

import pytest

from articles.content.kinds import Kind, kinds, touched
from tests.content.kinds.table import DANGEROUS, EDITS, HARMLESS

SHARE = 0.93
"""Of the harmless edits: at least so many are called wording only."""


def found(edit):
    return touched(edit.old, edit.new, heading=edit.heading, reference=edit.reference)


def evidence(edit):
    """What went and what came, by kind."""
    gathered = {}
    for one in found(edit):
        old, new = gathered.get(one.kind, ((), ()))
        gathered[one.kind] = (old + one.old, new + one.new)
    return gathered


def missed(edits):
    return [edit for edit in edits if set(kinds(found(edit))) <= {Kind.WORDING}]


@pytest.mark.parametrize("edit", DANGEROUS, ids=str)
def test_an_edit_is_named_with_the_words_that_show_it(edit):
    assert evidence(edit) == edit.expected


def test_the_table_is_large_enough_to_mean_something():
    assert len(DANGEROUS) >= 90
    assert len(HARMLESS) >= 40
    assert len({(edit.old, edit.new) for edit in EDITS}) == len(EDITS)


def test_no_dangerous_edit_is_called_wording_only():
    assert missed(DANGEROUS) == []


def test_most_harmless_edits_are_called_wording_only():
    recognised = missed(HARMLESS)
    print(f"\n{len(recognised)} of {len(HARMLESS)} harmless edits are called wording only.")
    assert len(recognised) >= SHARE * len(HARMLESS)
    assert all(evidence(edit) == edit.expected for edit in recognised)
