"""What changed beside the body reads as people read it, in every shape a field has."""

from __future__ import annotations

from typing import Any

from articles.models import Article
from articles.presenting import field_lines
from tests.cast import content

BOOK = {"id": "handbook", "type": "book", "title": "A handbook of joints"}


def record(**changes: Any) -> Any:
    """A record as far as its signed fields go."""
    return Article(**content(**changes))


def lines(before: dict[str, Any], after: dict[str, Any]) -> dict[str, str]:
    """What is said of each field that differs."""
    found = field_lines(record(**before), record(**after))
    return {line.label: " | ".join((*line.parts, *line.notes)) for line in found}


def test_nothing_to_compare_with_and_nothing_changed_say_nothing() -> None:
    assert field_lines(None, record()) == []
    assert lines({}, {}) == {}


def test_a_title_shows_its_words_and_a_choice_its_name() -> None:
    said = lines(
        {"title": "Gout flares"}, {"title": "Gout <b>and</b> flares", "audience": "clinician"}
    )
    assert said["title"] == "Gout <ins>&lt;b&gt;and&lt;/b&gt;</ins> flares"
    assert said["audience"] == "<del>Patients and families</del> <ins>Clinicians</ins>"


def test_a_reference_shows_what_changed_in_it_and_no_json() -> None:
    first = {**BOOK, "author": [{"family": "Moss", "given": "Ada"}]}
    then = {**BOOK, "author": [{"family": "Moss", "given": "Ada"}, {"family": "Reed"}]}
    then |= {"title": "A handbook of bones", "issued": {"date-parts": [[2020, 3]]}}
    (said,) = lines({"references": [first]}, {"references": [then]}).values()
    assert "[@handbook]" in said
    assert "<del>joints</del><ins>bones</ins>" in said.replace(" ", "")
    assert "<del>Moss Ada</del> <ins>Moss Ada, Reed</ins>" in said
    assert "<ins>2020, 3</ins>" in said
    assert "{" not in said


def test_a_change_of_keys_alone_is_not_hidden() -> None:
    was, now = ({**BOOK, "author": [{key: "Moss"}]} for key in ("literal", "family"))
    (said,) = lines({"references": [was]}, {"references": [now]}).values()
    assert "literal" in said
    assert "family" in said


def test_a_note_on_a_word_inside_a_reference_is_told() -> None:
    then = {**BOOK, "title": "A handb\u043e\u043ek of joints"}
    (said,) = lines({"references": [BOOK]}, {"references": [then]}).values()
    assert "mixes alphabets" in said or "looks like" in said


def test_references_that_came_went_and_changed_places() -> None:
    other, third = {**BOOK, "id": "atlas", "title": "An atlas"}, {**BOOK, "id": "map"}
    (said,) = lines({"references": [BOOK, other]}, {"references": [other, BOOK]}).values()
    assert said.count("(moved)") == 1
    (said,) = lines({"references": [BOOK, other]}, {"references": [BOOK, third]}).values()
    assert "<del>[@atlas]" in said
    assert "<ins>[@map]" in said


def test_a_topic_and_an_author_read_as_text() -> None:
    topics = [{"system": "MeSH", "code": "D006073"}], [{"system": "MeSH", "code": "D015210"}]
    said = lines({"topics": topics[0]}, {"topics": topics[1], "authors": ["Wren Tully", "Otto"]})
    assert "MeSH D015210" in said["topics"]
    assert "{" not in said["topics"]
    assert "<ins>Otto</ins>" in said["authors as printed"]


def test_markup_in_a_field_is_text() -> None:
    evil = "<script>alert(1)</script>"
    said = lines(
        {},
        {
            "funding": evil,
            "authors": [evil],
            "references": [{**BOOK, "title": evil, "note": [evil]}],
            "topics": [{"system": evil, "code": evil}],
        },
    )
    assert len(said) == 4
    assert "<script" not in " ".join(said.values())
