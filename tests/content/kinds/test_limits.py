"""A block of a megabyte is named by its first pages, and never called wording only."""

from __future__ import annotations

import pytest

from articles.content.kinds import Kind, Touched, kinds, touched_by_runs
from articles.content.kinds.limits import LOOKED_AT
from articles.content.tokens import Token, tokenise
from tests.growth import growth


def test_beyond_what_is_looked_at_a_change_is_one_of_structure():
    filler = tokenise("chair " * (LOOKED_AT - 2))
    near = [("ins", [*filler, *tokenise("warfarin")])]
    far = [("ins", [*filler, *filler, *tokenise("warfarin")])]
    assert kinds(touched_by_runs(near)) == (Kind.DRUG,)
    assert kinds(touched_by_runs(far)) == (Kind.STRUCTURE,)


def test_in_a_long_block_what_stayed_costs_nothing_of_what_is_looked_at():
    stayed = ("same", tokenise("chair " * LOOKED_AT))
    runs = [stayed, ("del", tokenise("warfarin")), ("ins", tokenise("heparin")), stayed]
    assert touched_by_runs(runs) == (Touched(Kind.DRUG, ("warfarin",), ("heparin",)),)


@pytest.mark.slow
def test_the_time_to_name_a_rewritten_block_has_a_limit():
    words = [Token(f"{spelt(n)}", True) for n in range(8 * LOOKED_AT)]

    def named(count):
        touched_by_runs([("del", words[:count]), ("ins", words[-count:])])

    assert growth(named, LOOKED_AT) < 2


def spelt(number):
    """A word of its own for every number, without figures."""
    return str(number).translate(str.maketrans("0123456789", "bcdfghjklm"))
