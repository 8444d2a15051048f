"""Keys of a list: each its own, each short enough to be cited."""

from __future__ import annotations

import re

from articles.content.bibliography import keys
from articles.content.parser import KEY


def test_a_key_that_is_taken_gets_a_letter_and_the_next_one_another():
    known = keys.Keys(["roe2024b"])
    assert [known.new("roe2024") for _ in range(3)] == ["roe2024", "roe2024c", "roe2024d"]


def test_a_long_list_of_one_long_title_has_keys_that_can_be_cited():
    known = keys.Keys()
    many = {known.new("k" * 100) for _ in range(20_000)}
    assert len(many) == 20_000
    assert all(re.fullmatch(KEY, key) for key in many)
