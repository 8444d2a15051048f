"""What a reviewer cannot see with the eye is listed."""

from __future__ import annotations

import pytest

from articles.content.oddities import Oddity, oddities
from tests.growth import growth


def test_invisible_characters_are_listed_with_their_place():
    assert oddities("ab\nc\u200bd\u00ade\u00a0f") == [
        Oddity("invisible", "\u200b", 4, 2, 2, "U+200B ZERO WIDTH SPACE"),
        Oddity("invisible", "\u00ad", 6, 2, 4, "U+00AD SOFT HYPHEN"),
        Oddity("unusual_space", "\u00a0", 8, 2, 6, "U+00A0 NO-BREAK SPACE"),
    ]


def test_words_of_mixed_scripts_are_listed_whole():
    assert oddities("take \u0430spirin") == [
        Oddity("mixed_script", "\u0430spirin", 5, 1, 6, "Latin and Cyrillic")
    ]
    assert [oddity.name for oddity in oddities("\u039fxygen")] == ["Latin and Greek"]


def test_ordinary_medical_writing_is_not_odd():
    assert (
        oddities(
            "5 \u00b5g or 5 \u03bcg, \u03b2-blocker, na\u00efve caf\u00e9, \u0431\u043e\u043b\u044c"
        )
        == []
    )


def test_a_line_of_a_million_characters_is_read_whole():
    assert len(oddities("a\u00a0" * 200_000)) == 200_000


@pytest.mark.slow
def test_the_time_to_read_a_line_grows_with_its_length():
    assert growth(lambda count: oddities("a\u00a0" * count), 25_000) < 10
