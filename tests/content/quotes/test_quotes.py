"""Words are quoted, meant, found again, or gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.content.blocks import parse
from articles.content.quotes import (
    Found,
    Plain,
    Quote,
    QuoteRefused,
    find,
    plain,
    quote,
    quote_words,
)
from tests.growth import growth

BODY = """\
Adults take 5 mg a day with food[@a].

- Children take *5 mg* a day
  with water.

| who | dose |
|-----|------|
| men | 25 mg a day |
"""
TEXT = (
    "Adults take 5 mg a day with food.\nChildren take 5 mg a day\nwith water.\n"
    "who\tdose\nmen\t25 mg a day"
)
MARKDOWN = st.text(st.sampled_from("ab 5.\n*[]()|-#>`&;@\\1"), max_size=60)


def words_at(found: Found | None, article: str | Plain = BODY) -> str | None:
    article = plain(article) if isinstance(article, str) else article
    return article.text[found.start : found.end] if found else None


def test_plain_text_is_the_blocks_line_by_line():
    assert plain(BODY) == Plain(TEXT, (0, 34, 71, 80))
    assert plain("") == Plain("", ())
    assert plain("").place(0, 5) == ()


def test_a_range_is_placed_in_its_blocks():
    assert plain(BODY).place(28, 42) == ((0, 28, 33), (1, 0, 8))
    assert plain(BODY).place(33, 34) == ()
    assert plain("---\n\na").place(0, 2) == ((1, 0, 1),)


@given(MARKDOWN)
def test_placed_ranges_hold_the_same_text(body):
    whole = plain(body)
    placed = whole.place(0, len(whole.text))
    blocks = parse(body)
    assert "".join(blocks[n].text[a:b] for n, a, b in placed) == "".join(b.text for b in blocks)


def test_a_quote_keeps_whole_words_of_its_surroundings():
    made = quote(BODY, 11, 23)
    assert (made.exact, made.start, made.after) == ("5 mg a day", 12, len(TEXT) - 22)
    assert (made.prefix, made.suffix) == ("Adults take ", " with food. Children take 5 mg")
    assert made.twins == (len(" take") + len("with "),)


def test_surroundings_grow_until_they_tell_twins_apart():
    same = "Do not stop these tablets on your own, please, but "
    body = f"Monday. {same}ask first.\n\nTuesday. {same}ask first."
    made = quote_words(body, "ask", near=999)
    assert made.prefix.endswith(f"first. Tuesday. {same}")


@given(MARKDOWN, st.data())
def test_what_has_not_changed_is_found_where_it_stands(body, data):
    text = plain(body).text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if chosen := text[start:end].strip():
        first = start + text[start:end].index(chosen)
        assert find(body, quote(body, start, end)) == Found(first, first + len(chosen))


def test_no_words_and_too_many_words_are_refused():
    for start, end, code in ((3, 3, "empty"), (33, 34, "empty"), (5, 2, "empty")):
        with pytest.raises(QuoteRefused) as refused:
            quote(BODY, start, end)
        assert refused.value.code == code
    with pytest.raises(QuoteRefused) as refused:
        quote_words(BODY, "a" * 5001)
    assert refused.value.code == "too_long"


def test_a_selection_is_meant_by_its_surroundings():
    assert quote_words(BODY, "5  mg a\nday", prefix="Children take").start == 48
    assert quote_words(BODY, "5 mg a day", suffix=" with  food").start == 12
    assert quote_words(BODY, "food. Children").exact == "food. Children"


def test_the_nearest_words_are_meant_where_surroundings_do_not_tell():
    assert quote_words(BODY, "5 mg a day", near=40).start == 48
    assert quote_words(BODY, "5 mg a day", prefix="take ", near=0).start == 12


def test_words_that_could_be_meant_twice_are_refused():
    with pytest.raises(QuoteRefused) as refused:
        quote_words(BODY, "5 mg a day")
    assert refused.value.code == "ambiguous"


def test_words_that_are_not_there_are_none():
    assert quote_words(BODY, "10 mg") is None
    assert quote_words("", "10 mg") is None


def test_part_of_a_word_is_meant_only_where_its_surroundings_say_so():
    assert quote_words("Take 25 mg.", "5 mg") is None
    assert quote_words("Take 25 mg.", "5 mg", prefix="Take 2").start == 6


@pytest.mark.parametrize(
    "now", ["take 25 mg", "take 0.5 mg", "take 1,5 mg", "take 5 mg/kg", "take 5 Mg", "take 5 mgs"]
)
def test_another_dose_is_not_the_same_words(now):
    body = "Adults take 5 mg with food."
    made = quote_words(body, "5 mg")
    assert words_at(find(body, made)) == "5 mg"
    assert find(body.replace("take 5 mg", now), made) is None


def test_white_space_and_the_start_of_a_sentence_make_no_other_words():
    made = quote_words("It is late, and the dose of 5 mg stays.", "the dose of 5 mg")
    now = "It is late.\n\nThe\ndose of\u00a05 mg stays."
    assert words_at(find(now, made), now) == "The\ndose of\u00a05 mg"


def test_the_same_words_elsewhere_are_not_taken_for_words_that_are_gone():
    made = quote_words(BODY, "5 mg a day", prefix="Adults take")
    assert find(BODY.replace("Adults take 5 mg a day", "Adults take it"), made) is None


def test_a_whole_sentence_moves_only_if_it_stood_alone():
    alone = "Ask again before you double it."
    body = f"One dose will do. {alone} Two may harm.\n\nLast words."
    moved = f"One dose will do. Two may harm.\n\nLast words. {alone}"
    assert words_at(find(moved, quote_words(body, alone)), moved) == alone
    twice = f"{body} {alone}"
    assert find(moved, quote_words(twice, alone, suffix=" Two")) is None


def test_a_twin_that_takes_the_place_of_the_words_is_not_taken_for_them():
    always = "Never stop on your own, but always talk to us first"
    body = f"Rest well. {always}.\n\nDrink. {always}.\n\nThen sleep. The end of it all."
    made = quote_words(body, always, prefix="Drink.")
    now = f"Rest well. {always}.\n\nThen sleep. The end of it all."
    assert find(now, made) is None
    part = quote_words(body, "talk to us", prefix=f"Drink. {always.partition('talk')[0]}")
    assert find(now, part) is None


def test_a_bare_quote_without_hints_is_found_only_by_its_surroundings():
    assert words_at(find(BODY, Quote("5 mg", prefix="Children take "))) == "5 mg"
    assert find(BODY, Quote("5 mg", prefix="take ")) is None
    assert find(BODY, Quote("no such words")) is None


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["5 mg a day and ", "a ", "many words, few spaces "])
def test_the_time_to_find_grows_with_the_length_of_the_text(piece):
    made = quote_words(f"{piece} x 5 mg a day y", "5 mg a day", prefix="x ")

    def work(count):
        article = Plain(piece * count, (0,))
        find(article, made)
        quote(article, 0, len(piece))

    assert growth(work, 5_000) < 10
