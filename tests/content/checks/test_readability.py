"""Grades worked out by hand, and syllables as they are spoken."""

from __future__ import annotations

import pytest

from articles.content.checks import Reading, check, reading
from articles.content.checks.syllables import syllables

from .texts import text

BY_HAND = {
    # 6 syllables: 0.39 * 6 + 11.8 - 15.59 = -1.45, and no long word
    "The cat sat on the mat.": Reading(6, 1, 0.0, 3.1),
    # 1 2 1 1 3 3 2 = 13: 2.73 + 21.91 - 15.59 = 9.05; 1.043 * sqrt(60) + 3.1291 = 11.21
    "The patient took a medicine every morning.": Reading(7, 1, 9.1, 11.2),
    # 1 1; 6 2 1 2 = 13: 1.17 + 25.57 - 15.59 = 11.15; 1.043 * sqrt(15) + 3.1291 = 7.17
    "Rest well. Hydroxychloroquine protects most people.": Reading(6, 2, 11.1, 7.2),
    # take mg dai-ly, the figure left out: 1.17 + 15.73 - 15.59 = 1.31
    "Take 20 mg daily.": Reading(3, 1, 1.3, 3.1),
    # McLaughlin's thirty sentences: 1.043 * sqrt(30) + 3.1291 = 8.84; 0.39 + 35.4 - 15.59 = 20.2
    "Medicine. " * 30: Reading(30, 30, 20.2, 8.8),
    # rest the joint; drink wa-ter; call a doc-tor: 10 in 8 words: 1.04 + 14.75 - 15.59 = 0.2
    "# A long heading\n\n- Rest the joint\n- Drink water[@a]\n\n> Call a doctor\n\n"
    "```\ncode\n```\n\n"
    "| not | this |\n|---|---|\n| nor | that |": Reading(8, 3, 0.2, 3.1),
    "": Reading(0, 0, 0.0, 0.0),
    "# Only a heading": Reading(0, 0, 0.0, 0.0),
    "17 20 4.": Reading(0, 0, 0.0, 0.0),
}
SPOKEN = """\
1: rest dose the called used guide blood don't through
2: doctor patient kidneys muscles tablets doses treated disease being quiet diet science
2: something sometimes lupus morphine codeine language fatigue isn't people handled spasm doctor's
3: medicine physician different naproxen prednisone warfarin aspirin insulin metformin colchicine
3: tramadol calcium lithium area arthritis retina sertraline naloxone vitamin mosaic
4: oxycodone amlodipine ibuprofen fluconazole prednisolone methotrexate usually experience
4: simvastatin omeprazole pantoprazole apixaban clopidogrel lisinopril furosemide doxycycline
4: citalopram gabapentin rituximab diabetes diagnosis pneumonia diarrhea rheumatism fluoxetine
5: paracetamol allopurinol rivaroxaban azathioprine amoxicillin atorvastatin adalimumab
5: ciprofloxacin clarithromycin spironolactone sulfasalazine levothyroxine inflammatory
6: acetaminophen hydroxychloroquine osteoporosis
7: hydrochlorothiazide
"""
COUNTED = [(word, int(line[0])) for line in SPOKEN.splitlines() for word in line[3:].split()]


@pytest.mark.parametrize(("body", "expected"), BY_HAND.items())
def test_grades_are_those_worked_out_by_hand(body: str, expected: Reading) -> None:
    assert reading(body) == expected


@pytest.mark.parametrize(("word", "count"), COUNTED)
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == syllables(word.upper()) == count


def test_capitals_without_a_vowel_are_spelt() -> None:
    assert [syllables(word) for word in ("CT", "HRT", "mg", "x")] == [2, 3, 1, 1]


HARD = "Inflammatory musculoskeletal conditions necessitate multidisciplinary consideration. "


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({"body": HARD * 17}, True),
        ({"body": HARD * 16}, False),  # 96 words
        ({"body": HARD * 17, "audience": "clinician"}, False),
        ({"body": HARD * 17, "locale": "de-DE"}, False),
        ({"body": "Rest the sore joint on a soft chair. " * 13}, False),
    ],
)
def test_only_a_long_english_text_for_patients_can_be_too_hard(changes, is_told) -> None:
    assert ("hard_to_read" in {each.code for each in check(text(**changes))}) == is_told


def test_either_grade_is_enough() -> None:
    long_sentences = "We rest and we eat and we sit and we read and we sing " * 2
    found = reading((long_sentences.strip() + ". ") * 5)
    assert found.flesch_kincaid < 8 and found.smog < 10
    endless = reading(long_sentences * 5)
    assert endless.flesch_kincaid > 8 and endless.smog < 10
    assert "hard_to_read" in {each.code for each in check(text(body=long_sentences * 5))}

    long_words = "We go to the hospital and we sit and we rest and see the physician. " * 8
    found = reading(long_words)
    assert found.flesch_kincaid < 8 and found.smog > 10
    assert "hard_to_read" in {each.code for each in check(text(body=long_words))}
