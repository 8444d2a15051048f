"""The one stored form of text: NFC, LF, nothing that hides or turns what people read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.canonical import clean_json, clean_text
from articles.errors import InputRefused

KEPT = {
    "tab": "\t",
    "zero-width space": "\u200b",
    "zero-width non-joiner": "\u200c",
    "zero-width joiner": "\u200d",
    "soft hyphen": "\u00ad",
    "no-break space": "\u00a0",
    "narrow no-break space": "\u202f",
    "line separator": "\u2028",
    "mixed scripts": "p\u0430in",
    "emoji outside the first plane": "😀",
    "last before the tags": "\U000dffff",
    "first after the tags": "\U000e0080",
}

REFUSED = {
    "NUL": [0x00],
    "C0": [*range(0x01, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20)],
    "DEL and C1": range(0x7F, 0xA0),
    "Arabic letter mark": [0x061C],
    "directional marks": [0x200E, 0x200F],
    "embeddings and overrides": range(0x202A, 0x202F),
    "isolates": range(0x2066, 0x206A),
    "surrogates": [0xD800, 0xDBFF, 0xDC00, 0xDFFF],
    "tags": [0xE0000, 0xE0001, 0xE0020, 0xE0041, 0xE007F],
}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("\r\n\r\n", "\n\n"),
        ("\n\r", "\n\n"),
        ("Sjo\u0308gren", "Sj\u00f6gren"),
        ("\u212b", "\u00c5"),
        ("\ufb01", "\ufb01"),
        ("", ""),
    ],
)
def test_text_is_stored_composed_with_unix_line_ends(typed, stored) -> None:
    assert clean_text(typed, "body") == stored


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_reviewers_are_shown_is_kept(text) -> None:
    assert clean_text(f"a{text}b", "body") == f"a{text}b"


@pytest.mark.parametrize("codes", REFUSED.values(), ids=REFUSED)
def test_what_misleads_readers_is_refused_by_code_point_and_line(codes) -> None:
    for code in codes:
        with pytest.raises(InputRefused) as refused:
            clean_text(f"one\r\ntwo\rthree {chr(code)}", "summary")
        assert (refused.value.field, refused.value.code) == ("summary", "character")
        assert refused.value.message == (
            f"the character U+{code:04X} on line 3 cannot be stored; remove it."
        )


def test_the_first_of_several_is_named() -> None:
    with pytest.raises(InputRefused, match=r"body: the character U\+202E on line 2"):
        clean_text("a\nb\u202ec\x00", "body")


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text) -> None:
    try:
        once = clean_text(text, "body")
    except InputRefused:
        return
    assert clean_text(once, "body") == once


def test_every_string_of_a_json_value_is_cleaned() -> None:
    typed = [{"title": "e\u0301\r\n", "pages": [1, None, True, "e\u0301"]}, ("a",)]

    assert clean_json(typed, "references") == [
        {"title": "\u00e9\n", "pages": [1, None, True, "\u00e9"]},
        ["a"],
    ]


@pytest.mark.req("CX-01")
@pytest.mark.parametrize(
    "value", [1.0, 0.1, float("nan"), 2**53, -(2**53), b"bytes", {"deep": [{"er": 1.5}]}, object()]
)
def test_signed_values_hold_no_floats_and_no_number_that_others_would_round(value) -> None:
    with pytest.raises(InputRefused) as refused:
        clean_json(value, "references")
    assert refused.value.field == "references"


@pytest.mark.parametrize("place", [{"k\u202e": "v"}, {"k": "v\u202e"}, [["\u202e"]]])
def test_what_misleads_is_found_wherever_it_stands(place) -> None:
    with pytest.raises(InputRefused, match=r"U\+202E"):
        clean_json(place, "references")
