"""References, authors and topics as plain lines, there and back."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError

from articles.admin.lines import AuthorsField, ReferencesField, TopicsField
from articles.content.references import validate

ODD = [
    {"id": "handbook", "type": "book", "title": "A handbook of joints"},
    {"id": "bare", "type": "document"},
    {"id": "bar", "type": "book", "title": "Either | or", "abstract": "Not printed.\nTwo lines."},
    {"id": "lines", "type": "book", "title": "On two\nlines", "custom": {"ours": [1, {"a": "b"}]}},
    {"id": "space", "type": "book", "title": "Two  spaces and\u00a0a\u2003wide one", "note": "x"},
    {"id": "sep", "type": "book", "title": "A\u2028separator\u0085", "keyword": "k"},
    {
        "id": "a.b:c-d_e",
        "type": "article-journal",
        "author": [{"family": "Moss", "given": "Ada", "suffix": "Jr"}, {"literal": "A group"}],
        "issued": {"date-parts": [[2024, 5, 31]]},
        "container-title": "Joints",
        "volume": 12,
        "DOI": "10.5555/x.1",
        "PMID": "123",
    },
    {"id": "array", "type": "book", "title": "[1] begins like a list"},
]


def shown(field, entries):
    """The text of the field as a browser sends it back."""
    field.know(entries)
    return field.prepare_value(entries).replace("\n", "\r\n")


def test_untouched_references_come_back_as_they_are_stored():
    field = ReferencesField()
    assert field.clean(shown(field, ODD)) == ODD


@pytest.mark.parametrize("item", ODD, ids=lambda item: item["id"])
def test_each_reference_is_one_line(item):
    assert "\n" not in ReferencesField().line(item)


def test_lines_may_be_moved_and_taken_out():
    field = ReferencesField()
    lines = shown(field, ODD).split("\r\n")
    assert field.clean("\n\n  ".join([lines[2], lines[0]])) == [ODD[2], ODD[0]]


def test_a_changed_line_is_read_anew_and_keeps_its_key():
    field = ReferencesField()
    shown(field, ODD)
    assert field.clean("handbook | A handbook of bones. doi:10.5555/b.2") == [
        {"id": "handbook", "type": "document", "title": "A handbook of bones", "DOI": "10.5555/b.2"}
    ]


def test_a_line_without_a_key_gets_one_that_no_other_line_has():
    field = ReferencesField()
    found = field.clean("Joint pain\njoint-pain | Given\nJoint pain\n")
    assert [item["id"] for item in found] == ["joint-pain-b", "joint-pain", "joint-pain-c"]
    assert validate(found) == found


def test_a_bar_after_words_that_are_no_key_belongs_to_the_citation():
    (item,) = ReferencesField().clean("Pain in joints | a review")
    assert item["title"] == "Pain in joints | a review"


def test_a_pasted_csl_json_list_replaces_every_line():
    field = ReferencesField()
    shown(field, ODD)
    assert field.clean(f"\n {json.dumps(ODD[:2], indent=2)} ") == ODD[:2]
    assert field.clean("[]") == []
    assert field.clean("") == []


def test_a_numbered_citation_is_not_taken_for_json():
    (item,) = ReferencesField().clean("[1] Moss A. Joints. 2024")
    assert "Moss A. Joints. 2024" in item["title"]


@pytest.mark.parametrize(
    "text",
    ['[{"id": "a"', '[{"a": 1, "a": 2}]', "[{" * 100_000, '[{"a": ' + "9" * 5000 + "}]"],
    ids=["cut off", "given twice", "deep", "huge number"],
)
def test_json_that_cannot_be_read_is_refused_in_words(text):
    with pytest.raises(ValidationError) as refused:
        ReferencesField().clean(text)
    assert refused.value.message.startswith("This begins like CSL-JSON")


def test_authors_come_back_with_every_space():
    field, names = AuthorsField(), ["Wren  Tully", "A\u00a0B", "Ada Moss, MD"]
    assert field.clean(shown(field, names)) == names
    assert field.clean(" Ada Moss \r\n\r\nBela\rCy ") == ["Ada Moss", "Bela", "Cy"]


def test_a_topic_is_a_system_and_a_code():
    field = TopicsField()
    stored = [{"system": "SNOMED CT", "code": "90560007"}, {"system": "ICD 10", "code": "M10 9"}]
    assert field.clean(shown(field, stored)) == stored
    assert field.clean("MeSH D008180") == [{"system": "MeSH", "code": "D008180"}]
    with pytest.raises(ValidationError, match="gout"):
        field.clean("gout")


def test_one_form_knows_nothing_of_another():
    first, second = ReferencesField(), ReferencesField()
    first.know(ODD)
    assert second.known == {}
