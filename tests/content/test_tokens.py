"""A number and its unit are one token, and no character is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.content.tokens import WHITE_SPACE, Token, tokenise, written
from tests.growth import growth

DOSES = """2 g;7.5 mg/kg;10–20 mg;50 %;50%;1,000 IU;10 000 IU;≥ 5 mg;2-3 times;<0.05;≤5 µg;−5 °C
    ;120/80 mmHg;30 mL/min/1.73 m²;1.5 × 10⁹/L;1.5 x 10^9/L;10 mg per kg per day;2½ tablets
    ;5 mg to 10 mg;65-year-old;6 - 8 weeks;10mg;2 × 500 mg;1:1000;±0.5;5th;0.5 per cent;2·5 mmol/L
    ;50%–60%;3/day;10\u202f000 kcal;2024-03-15;5α-reductase;½ tablet;5\u00a0mg"""


@pytest.mark.parametrize("dose", [dose.strip() for dose in DOSES.split(";")])
def test_a_number_with_all_that_belongs_to_it_is_one_token(dose):
    assert tokenise(f"give {dose}, then (wait)") == [
        Token("give", space=False),
        Token(dose, space=True),
        Token(",", space=False),
        Token("then", space=True),
        Token("(", space=True),
        Token("wait", space=False),
        Token(")", space=False),
    ]


def texts(text):
    return [token.text for token in tokenise(text)]


def test_a_number_takes_no_word_that_is_no_unit():
    assert texts("3 patients in 10 centres") == ["3", "patients", "in", "10", "centres"]
    assert texts("2 gs, 5 to ten") == ["2", "gs", ",", "5", "to", "ten"]


def test_words_keep_inner_apostrophes_and_hyphens():
    assert texts("Don’t stop well-known 'low-dose' B12!") == [
        *("Don’t", "stop", "well-known", "'", "low-dose", "'", "B12", "!")
    ]


def test_what_cannot_be_seen_belongs_to_the_word_it_stands_in():
    assert texts("cort\u00adisol e\u0301tude \u200b") == ["cort\u00adisol", "e\u0301tude", "\u200b"]


def test_a_no_break_space_is_a_token_and_no_white_space():
    assert tokenise("a\u00a0b c") == [
        *(Token("a", space=False), Token("\u00a0", space=False)),
        *(Token("b", space=False), Token("c", space=True)),
    ]


def test_scripts_without_spaces_are_read_sign_by_sign():
    assert texts("日本") == ["日", "本"]


ODD = st.text(st.sampled_from("a1 \n\t.,-–/≥<µg%×½\u00a0\u200b\u0301’日mkL²"))


@given(st.one_of(st.text(), ODD))
def test_no_character_is_lost(text):
    white = re.compile(f"[{WHITE_SPACE}]+")
    assert written(tokenise(text)) == white.sub(" ", text).removesuffix(" ")


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["1-", "a-", "1 x 10^", "< ", "5 mg/", "1 per ", "\u0301", "½"])
def test_the_time_grows_with_the_length(piece):
    assert growth(lambda count: tokenise(piece * count), 4_000) < 10
