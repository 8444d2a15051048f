"""What holds of the kinds of every edit."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from articles.content.kinds import Kind, Touched, kinds, touched, touched_by_runs
from articles.content.tokens import Token, tokenise
from tests.content.kinds.table import EDITS
from tests.growth import growth

SENTENCES = sorted({text for edit in EDITS for text in (edit.old, edit.new) if text})


@settings(deadline=None)
@given(st.sampled_from(SENTENCES), st.data())
def test_a_not_that_comes_or_goes_is_never_wording_only(sentence, data):
    words = sentence.split()
    at = data.draw(st.integers(0, len(words)))
    denied = " ".join([*words[:at], "not", *words[at:]])
    for old, new in ((sentence, denied), (denied, sentence)):
        assert Kind.NEGATION in kinds(touched(old, new))


@settings(deadline=None)
@given(st.sampled_from([text for text in SENTENCES if re.search(r"\d", text)]), st.data())
def test_a_digit_that_changes_is_never_wording_only(sentence, data):
    at = data.draw(st.sampled_from([match.start() for match in re.finditer(r"\d", sentence)]))
    other = data.draw(st.sampled_from("0123456789"))
    assume(other != sentence[at])
    changed = f"{sentence[:at]}{other}{sentence[at + 1 :]}"
    assert kinds(touched(sentence, changed))[0] != Kind.WORDING


@settings(deadline=None)
@given(st.sampled_from([text for text in SENTENCES if re.search(r"\d", text)]), st.data())
def test_a_digit_that_comes_or_goes_is_never_wording_only(sentence, data):
    at = data.draw(st.sampled_from([match.start() for match in re.finditer(r"\d", sentence)]))
    shorter = f"{sentence[:at]}{sentence[at + 1 :]}"
    for old, new in ((sentence, shorter), (shorter, sentence)):
        assert kinds(touched(old, new))[0] != Kind.WORDING


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_two_texts_have_a_kind_and_equal_ones_have_none(old, new):
    assert touched(old, old) == ()
    assert bool(touched(old, new)) == (tokenise(old) != tokenise(new))


@settings(deadline=None)
@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES))
def test_what_was_touched_comes_in_order_of_danger(old, new):
    ranks = [one.kind.rank for one in touched(old, new)]
    assert ranks == sorted(ranks)


@settings(deadline=None)
@given(st.sampled_from(SENTENCES))
def test_a_block_that_went_touches_what_it_touched_when_it_came(sentence):
    came, went = touched("", sentence), touched(sentence, "")
    if kinds(came) != (Kind.WORDING,):
        assert [(one.kind, one.new) for one in came] == [(one.kind, one.old) for one in went]


def test_the_most_dangerous_comes_first():
    found = touched(
        "You may take 5 mg of warfarin daily.", "You must take 10 mg of heparin weekly."
    )
    assert found == (
        Touched(Kind.DOSE, ("5 mg",), ("10 mg",)),
        Touched(Kind.DRUG, ("warfarin",), ("heparin",)),
        Touched(Kind.MODAL, ("may",), ("must",)),
        Touched(Kind.FREQUENCY, ("daily",), ("weekly",)),
    )
    assert kinds(found) == (Kind.DOSE, Kind.DRUG, Kind.MODAL, Kind.FREQUENCY)


def test_each_place_keeps_its_own_evidence():
    assert touched("First 5 mg, then 1 g.", "First 10 mg, then 2 g.") == (
        Touched(Kind.DOSE, ("5 mg",), ("10 mg",)),
        Touched(Kind.DOSE, ("1 g",), ("2 g",)),
    )


def test_wording_is_left_out_of_a_line_that_names_more():
    one = (Touched(Kind.WORDING, ("a",), ("the",)), Touched(Kind.DOSE, ("5 mg",), ()))
    assert kinds(one) == (Kind.DOSE,)
    assert kinds(one[:1]) == (Kind.WORDING,)
    assert kinds(()) == ()


def test_runs_that_were_compared_elsewhere_need_no_second_comparison():
    runs = [
        ("same", [Token("Report", False), Token("chest", True)]),
        ("del", [Token("pain", True)]),
        ("ins", [Token("noise", True)]),
        ("same", [Token(".", False)]),
    ]
    assert touched_by_runs(runs) == (Touched(Kind.RED_FLAG, ("chest pain",), ()),)
    assert touched_by_runs(runs[:1]) == ()


def test_what_changes_places_is_not_wording_only():
    runs = [("del", tokenise("7, pain, fever")), ("ins", tokenise("pain, fever, 7"))]
    assert touched_by_runs(runs) == (Touched(Kind.NUMBER, ("7",), ("7",)),)


def test_a_space_behind_a_decimal_point_is_a_dose():
    assert kinds(touched("Take .5 mg.", "Take . 5 mg.")) == (Kind.DOSE,)


def test_an_invisible_character_hides_no_negation():
    assert kinds(touched("Do chew it.", "Do n\u200bot chew it.")) == (Kind.NEGATION,)
    assert kinds(touched("Do chew it.", "Do n\u00adever chew it.")) == (Kind.NEGATION,)


def test_an_amount_of_several_words_hides_nothing_that_changed_in_it():
    assert touched("Take two tablet-free days.", "Take two tablet days.")[0].kind != Kind.WORDING
    assert touched("Take 2 (or 3) tablets.", "Take 2 (to 3) tablets.")[0].kind != Kind.WORDING


def test_a_heading_is_named_beside_what_else_it_touches():
    assert kinds(touched("About aspirin", "About heparin", heading=True)) == (
        Kind.DRUG,
        Kind.HEADING,
    )


@settings(deadline=None)
@given(st.text("BCDGHKLMNPRSTVWXZ", min_size=2, max_size=5), st.sampled_from(SENTENCES))
def test_an_abbreviation_that_comes_or_goes_is_never_wording_only(letters, sentence):
    for short in (letters, ".".join(letters) + ".", ".".join(letters.lower()) + "."):
        for old, new in ((sentence, f"{short} {sentence}"), (f"{sentence} {short}", sentence)):
            assert kinds(touched(old, new))[0] != Kind.WORDING


@settings(deadline=None)
@given(st.sampled_from(".,;:"), st.sampled_from(",;:()/–"), st.sampled_from(["not", "never", "no"]))
def test_a_mark_that_changes_beside_a_denial_is_never_wording_only(old, new, denial):
    assume(old != new)
    before, after = (f"We {denial} sing{mark} dance." for mark in (old, new))
    assert kinds(touched(before, after)) == (Kind.NEGATION,)


def test_a_point_inside_an_abbreviation_ends_no_sentence():
    assert Kind.NEGATION in kinds(
        touched("Do not sing i.e. hum, dance.", "Do not sing i.e. hum dance.")
    )


def test_a_tag_shown_as_it_is_written_compares_nothing():
    assert kinds(touched("See<br>this, </b>too.", "See this, too.")) == (Kind.WORDING,)
    assert Kind.DIRECTION in kinds(touched("Keep it > 5.", "Keep it < 5."))


def test_what_parts_by_chance_is_no_negation():
    assert kinds(touched("It is a part of it.", "It is apart of it.")) == (Kind.FREQUENCY,)
    assert kinds(touched("It is symptomatic.", "It is asymptomatic.")) == (Kind.NEGATION,)


@pytest.mark.slow
def test_the_time_to_name_a_text_grows_with_its_length():
    text = "Do not take 5 mg of warfarin daily unless a doctor says so. "
    other = "You may drink two cups of tea in the evening, before bleeding starts. "

    def named(count):
        touched_by_runs([("del", tokenise(text * count)), ("ins", tokenise(other * count))])

    assert growth(named, 100) < 10
