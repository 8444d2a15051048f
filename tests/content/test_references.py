"""References: what may be stored, and how one prints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.content.references import formatted, from_line, validate
from articles.errors import InputRefused

GOOD = {"id": "roe2024", "type": "article-journal", "title": "A study"}


def refusal(item: object, *others: object) -> str:
    with pytest.raises(InputRefused) as caught:
        validate([item, *others])
    assert caught.value.field == "references"
    return caught.value.message


@pytest.mark.req("CS-01", "CS-02")
def test_a_good_item_is_stored_as_it_is():
    item = {
        **GOOD,
        "author": [{"family": "Roe", "given": "Jane"}, {"literal": "A Society"}],
        "issued": {"date-parts": [[2024, 2, 29]]},
        "volume": 12,
        "page": "1-9",
        "DOI": "10.1000/xyz(1)",
        "PMID": "12345678",
        "URL": "https://example.org/a?b=c",
        "custom": {"checked": True},
    }
    assert validate([item]) == [item]


def test_what_can_be_put_right_is_put_right():
    item = {
        **GOOD,
        "title": "Cafe\u0301",
        "DOI": "https://doi.org/10.1000/X",
        "issued": {"date-parts": [["2024", "05"]]},
    }
    assert validate([item]) == [
        {**GOOD, "title": "Café", "DOI": "10.1000/X", "issued": {"date-parts": [[2024, 5]]}}
    ]


@pytest.mark.req("CS-01", "CS-02", "DO-01", "NH-08", "PM-01")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"type": "blog"}, "type: “blog” is not a CSL-JSON type."),
        (
            {"doi": "10.1/x"},
            "doi: is not a field of CSL-JSON; put data of your own under “custom”.",
        ),
        ({"DOI": "10.x/1"}, "DOI: must look like 10.1000/xyz."),
        ({"DOI": "10.1000/a b"}, "DOI: must look like 10.1000/xyz."),
        ({"PMID": "012"}, "PMID: must be 1 to 8 digits without a leading zero."),
        ({"PMID": "123456789"}, "PMID: must be 1 to 8 digits without a leading zero."),
        ({"PMID": "١٢"}, "PMID: must be 1 to 8 digits without a leading zero."),
        ({"PMID": 12}, "PMID: must be text."),
        ({"PMCID": "12"}, "PMCID: must be PMC and up to 9 digits."),
        ({"URL": "http://x.org"}, "URL: must begin with https:// and hold no spaces."),
        ({"URL": "javascript:1"}, "URL: must begin with https:// and hold no spaces."),
        ({"volume": 1.5}, "volume: 1.5 is not text, a whole number, a list or an object."),
        ({"volume": True}, "volume: must be text."),
        ({"title": ["x"]}, "title: must be text."),
        (
            {"title": "a\u202eb"},
            "title: the character U+202E on line 1 cannot be stored; remove it.",
        ),
        ({"issued": "2024"}, 'issued: must be an object like {"date-parts": [[2024, 5, 31]]}.'),
        (
            {"issued": {"raw": "2024"}},
            'issued: must be an object like {"date-parts": [[2024, 5, 31]]}.',
        ),
        (
            {"issued": {"date-parts": [[2023, 2, 29]]}},
            "issued: 2023-2-29 is no day of the calendar.",
        ),
        ({"issued": {"date-parts": [[]]}}, "issued: must be a list that is not empty."),
        (
            {"issued": {"date-parts": [[True]]}},
            "issued: a date is one to three whole numbers: year, month, day.",
        ),
        ({"author": [{"given": "J"}]}, "author: every name needs “family” or “literal”."),
        ({"author": [{"family": "R", "orcid": "x"}]}, "author: “orcid” is not a part of a name."),
        ({"author": "Roe J"}, "author: must be a list that is not empty."),
        (
            {"id": "a b"},
            "id: must be 1 to 100 letters, digits, or _ . : - and begin with none of . : -.",
        ),
    ],
)
def test_a_refusal_names_item_and_field(change, sentence):
    name = change.get("id", "roe2024")
    assert refusal({**GOOD, **change}) == f"item 1 ({name}), {sentence}"


def test_what_nests_deeper_than_it_can_be_read_again_is_refused():
    deep: object = "x"
    for _ in range(400):
        deep = {"a": deep}
    assert refusal({**GOOD, "custom": deep}) == "item 1 is nested deeper than 20 levels."


def test_id_and_type_are_needed_and_ids_are_unique():
    assert refusal({"type": "book"}) == "item 1, id: is missing."
    assert refusal({"id": "a"}) == "item 1 (a), type: is missing."
    assert refusal(GOOD, GOOD) == "item 2 (roe2024), id: is already the id of item 1."
    assert refusal("x") == "item 1 is not an object."
    with pytest.raises(InputRefused, match="must be a list"):
        validate({})


FULL = {
    **GOOD,
    "author": [{"family": "Roe", "given": "Jane Q."}, {"family": "Doe", "given": "A"}],
    "container-title": "J Test",
    "issued": {"date-parts": [[2024, 3]]},
    "volume": "12",
    "issue": 3,
    "page": "45-50",
    "DOI": "10.1000/x",
    "PMID": "99",
}


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (FULL, "Roe JQ, Doe A. A study. J Test. 2024;12(3):45-50. doi:10.1000/x PMID: 99"),
        ({"id": "a", "type": "document", "title": "Why does it hurt?"}, "Why does it hurt?"),
        ({"id": "a", "type": "document"}, "a"),
        (
            {
                "id": "a",
                "type": "book",
                "title": "B",
                "publisher": "P",
                "issued": {"date-parts": [[1999]]},
            },
            "B. P; 1999.",
        ),
        (
            {"id": "a", "type": "book", "author": [{"family": f"F{n}"} for n in range(8)]},
            "F0, F1, F2, F3, F4, F5, et al.",
        ),
        (
            {"id": "a", "type": "webpage", "title": "<b>", "URL": "https://x.org"},
            "<b> [Internet]. Available from: https://x.org",
        ),
    ],
)
def test_a_reference_prints_as_one_plain_line(item, line):
    assert formatted(item) == line


def test_a_pasted_line_is_a_title_when_nothing_else_is_recognised():
    assert from_line("  Back pain:\n what   helps ") == {
        "id": "back-pain-what-helps",
        "type": "document",
        "title": "Back pain: what helps",
    }


def test_a_pasted_vancouver_line_is_read_and_prints_the_same():
    line = "Roe JQ, Doe A. A study of backs. J Test. 2024;12(3):45-50. doi:10.1000/x PMID: 99"
    item = from_line(line)
    assert item["author"] == [{"family": "Roe", "given": "JQ"}, {"family": "Doe", "given": "A"}]
    assert (item["DOI"], item["PMID"], item["id"]) == ("10.1000/x", "99", "roe2024")
    assert validate([item]) == [item]
    assert formatted(item) == line


def test_a_pasted_line_gives_up_its_identifiers():
    assert from_line("About backs. https://example.org/backs.") == {
        "id": "about-backs",
        "type": "document",
        "title": "About backs",
        "URL": "https://example.org/backs",
    }


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf"]), min_size=1))
def test_any_pasted_line_can_be_stored_and_printed(text):
    if text.strip():
        item = from_line(text)
        assert validate([item])
        assert formatted(item)
