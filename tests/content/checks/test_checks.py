"""Each check, with what it finds and where; and what it leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.content.checks import CHECKS, check
from articles.content.reference_lines import from_line

from .texts import BODY, PICTURE, REFERENCES, REQUIRED, findings, found, text

LONG_WORDS = (
    "Inflammatory musculoskeletal conditions necessitate multidisciplinary consideration. " * 25
)
END = BODY.count("\n")
"""Lines of the text; what is put after it begins on the next."""
CASES = {
    "title_missing": ({"title": " \n"}, "The title is empty.", "title", 0),
    "body_missing": ({"body": "\n"}, "The body is empty.", "body", 0),
    "funding_missing": ({"funding": ""}, "The funding disclosure is empty.", "funding", 0),
    "audience_missing": ({"audience": ""}, "No audience is chosen.", "audience", 0),
    "specialty_missing": ({"specialty": ""}, "No specialty is chosen.", "specialty", 0),
    "dangling_citation": (
        {"body": f"{BODY}\nRest\nwell.[@handbook; @nowhere] Sleep.[@nowhere]"},
        "The citation [@nowhere] points nowhere.",
        *("body", END + 3),
    ),
    "no_reference": ({"references": []}, "There is no reference.", "references", 0),
    "section_missing": (
        {"body": BODY.replace("## When to see a doctor", "## Later")},
        "The section “When to see a doctor” or “When to call” is missing.",
        *("body", 0),
    ),
    "image_without_words": (
        {"body": f"{BODY}\nHere:\n![ ]({PICTURE})"},
        f"The image {PICTURE} has no alternative text.",
        *("body", END + 3),
    ),
    "remote_image": (
        {"body": f"{BODY}\n![A knee](https://example.org/knee.png)"},
        "The image https://example.org/knee.png is not stored here.",
        *("body", END + 2),
    ),
    "unknown_image": (
        {"body": f"{BODY}\n![A knee](sha256:{'ab' * 32})"},
        "There is no stored picture sha256:abababababab….",
        *("body", END + 2),
    ),
    "typed_byline": (
        {"body": f"{BODY}\nRest.\n\nReviewed by Dr Ann Lee\n\nSleep."},
        "The line “Reviewed by Dr Ann Lee” says who reviewed the text, and nothing proves it.",
        *("body", END + 4),
    ),
    "authors_missing": ({"authors": []}, "No author is named.", "authors", 0),
    "uncited_reference": (
        {"references": [*REFERENCES, {"id": "idle", "type": "book", "title": "Other joints"}]},
        "The reference “idle” is cited nowhere.",
        *("references", 2),
    ),
    "incomplete_reference": (
        {"references": [{"id": "handbook", "type": "document", "DOI": "10.1136/ard.2024.1"}]},
        "The reference “handbook” has no title.",
        *("references", 1),
    ),
    "reference_as_words": (
        {"references": [from_line("Lee A, and others: on joints (2020)") | {"id": "handbook"}]},
        "The reference “handbook” is a line of words; its author and its year were not read.",
        *("references", 1),
    ),
    "heading_skipped": (
        {"body": f"{BODY}\n#### Deep\n\nWater."},
        "The heading “Deep” is at level 4, but the one before is at level 2.",
        *("body", END + 2),
    ),
    "dead_link": (
        {"body": f"{BODY}\nSee [this](https://example.org) and\n[that](http://example.org)."},
        "Readers cannot follow the link to http://example.org.",
        *("body", END + 3),
    ),
    "hard_to_read": (
        {"body": f"{BODY}\n{LONG_WORDS}"},
        (
            "The text reads at grade 39.8 (Flesch-Kincaid) and 16.0 (SMOG); "
            "for patients aim at 8 and 10 or less."
        ),
        *("body", 0),
    ),
    "figure_without_unit": (
        {"body": f"{BODY}\nTake\nprednisone 20 daily."},
        "The figure 20 beside “prednisone” has no unit.",
        *("body", END + 3),
    ),
    "unseen_character": (
        {"summary": "Rest\nthe\u200b joint\u200b."},
        "U+200B ZERO WIDTH SPACE cannot be seen or told apart (column 4, 2 times in all).",
        *("summary", 2),
    ),
}
"""By code: what is changed, and the one thing that is then found."""


def test_nothing_is_found_in_a_text_as_it_should_be() -> None:
    assert findings() == []


def test_every_check_has_its_case() -> None:
    assert list(CASES) == [each.code for each in CHECKS]


@pytest.mark.parametrize("code", CASES)
def test_a_check_finds_what_it_is_for(code: str) -> None:
    changes, sentence, field, line = CASES[code]
    assert (code, sentence, field, line) in found(**changes)
    others = {each.code for each in findings(**changes)} - {code}
    assert others <= {"body_missing", "section_missing", "uncited_reference", "dangling_citation"}


def test_errors_come_first_and_then_the_order_of_reading() -> None:
    body = "\u200bRest.[@b]\n\n#### Deep\n\nSee [x](http://x.example).[@a]"
    codes = [each.code for each in findings(body=body, title="", funding="", specialty="")]
    assert codes == [
        "title_missing",
        "section_missing",
        "dangling_citation",
        "dangling_citation",
        "funding_missing",
        "specialty_missing",
        "unseen_character",
        "heading_skipped",
        "dead_link",
        "uncited_reference",
    ]


def test_errors_alone_are_the_same_errors() -> None:
    changed = text(body=f"{BODY}\n[x](http://x.example)[@gone]", funding="")
    whole = check(changed, required_sections=REQUIRED, stored={PICTURE})
    errors = check(changed, required_sections=REQUIRED, stored={PICTURE}, errors_only=True)
    assert errors == [each for each in whole if each.is_error]
    assert len(whole) > len(errors) == 2


@pytest.mark.parametrize(
    ("above", "why"),
    [
        ("", "comes right below the title; begin with “##”."),
        ("Rest.\n\n", "comes right below the title; begin with “##”."),
        ("## Toes\n\n", "the one before is at level 2."),
    ],
)
def test_the_first_heading_is_measured_from_the_title(above: str, why: str) -> None:
    found_here = findings(body=f"{above}#### Deep\n\nWater.")
    [sentence] = [each.sentence for each in found_here if each.code == "heading_skipped"]
    assert sentence == f"The heading “Deep” is at level 4, but {why}"


# References


def said_of(code: str, **item: object) -> list[str]:
    listed = [{"id": "handbook", "type": "book", "title": "Joints"} | item]
    return [each.sentence for each in findings(references=listed) if each.code == code]


@pytest.mark.parametrize(
    ("item", "lacks"),
    [
        ({"type": "article-journal"}, "no author"),
        ({"type": "thesis", "title": " "}, "neither a title nor an author"),
        ({"type": "chapter", "container-author": [{"literal": "X"}]}, "no author"),
        ({"type": "webpage", "title": "", "URL": "https://x.example"}, "no title"),
        ({"title": "", "PMID": "31852711"}, "no title"),
    ],
)
def test_what_a_reference_lacks_is_named(item: dict[str, object], lacks: str) -> None:
    sentence = f"The reference “handbook” has {lacks}."
    assert said_of("incomplete_reference", **item) == [sentence]


@pytest.mark.parametrize(
    "item",
    [
        {"type": "article-journal", "author": [{"literal": "WHO"}]},
        {"type": "chapter", "editor": [{"family": "Lee", "given": "Ann"}]},
        {"type": "webpage", "title": "", "container-title": "NHS", "URL": "https://x.example"},
        {"type": "legislation"},
        {"type": "article-newspaper"},
        {},
    ],
)
def test_works_without_an_author_of_their_own_are_left_alone(item: dict[str, object]) -> None:
    assert said_of("incomplete_reference", **item) == []


@pytest.mark.parametrize(
    "line",
    [
        "Lee A. On joints. Rheum Rev. 2020;4(1):1-9.",
        "Lee A. On joints. Rheum Rev. 2020;4(1):1-9. doi:10.1136/ard.2024.1",
    ],
)
def test_a_line_that_was_read_is_not_one_of_words(line: str) -> None:
    assert said_of("reference_as_words", **from_line(line) | {"id": "handbook"}) == []


@pytest.mark.parametrize(
    "more", ["", " doi:10.1136/x.1", " PMID: 31852711", " https://x.example/a"]
)
def test_a_line_that_was_not_read_is_told_with_or_without_identifiers(more: str) -> None:
    item = from_line(f"Something; somebody, about joints{more}") | {"id": "handbook"}
    assert len(said_of("reference_as_words", **item)) == 1
    assert said_of("incomplete_reference", **item) == []


def test_each_reference_is_told_at_its_own_row() -> None:
    items = [*REFERENCES, {"id": "b", "type": "document", "DOI": "10.1136/b.1"}]
    items += [{"id": "c", "type": "thesis", "title": "Toes"}]
    places = [
        each.line for each in findings(references=items) if each.code == "incomplete_reference"
    ]
    assert places == [2, 3]


@pytest.mark.parametrize("authors", [[], [" ", ""], None])
def test_authors_without_a_name_are_none(authors: object) -> None:
    assert [each.code for each in findings(authors=authors)] == ["authors_missing"]


# Sections


@pytest.mark.parametrize(
    "heading",
    [
        "## When to see a doctor",
        "# WHEN TO SEE A DOCTOR?",
        "##### When  to *see* a doctor: ##",
        "When to\nsee a doctor!\n---",
        "## When to call.",
    ],
)
def test_a_required_section_is_known_by_its_words(heading: str) -> None:
    body = BODY.replace("## When to see a doctor", heading)
    assert "section_missing" not in {each.code for each in findings(body=body)}


def test_an_apostrophe_is_an_apostrophe() -> None:
    changed = text(body="## What you’ll need\n\nRest.")
    codes = [each.code for each in check(changed, required_sections=["What you'll need"])]
    assert "section_missing" not in codes


@pytest.mark.parametrize("under", ["", "\n## More\n\nRest."])
def test_a_heading_with_nothing_under_it_is_no_section(under: str) -> None:
    body = BODY.replace("Call within a day.\n", under)
    assert found(body=body) == [
        (
            "section_missing",
            "The section “When to see a doctor” or “When to call” has nothing in it.",
            *("body", body.split("\n").index("## When to see a doctor") + 1),
        )
    ]


def test_a_section_may_begin_with_a_smaller_heading() -> None:
    body = BODY.replace("Call within", "### At once\n\nCall within")
    assert findings(body=body) == []


# Links and images


def test_a_link_is_told_wherever_it_stands() -> None:
    body = (
        "[a](/b) <ftp://c.example>\n\n- x\n  [![A toe](sha256:1)](javascript:d)\n\n| [e][f] |\n|-|"
    )
    body += "\n\n[f]: //g.example\n"
    told = [each for each in found(body=body) if each[0] == "dead_link"]
    assert [(sentence, line) for _, sentence, _, line in told] == [
        ("Readers cannot follow the link to /b.", 1),
        ("Readers cannot follow the link to ftp://c.example.", 1),
        ("Readers cannot follow the link to javascript:d.", 4),
        ("Readers cannot follow the link to //g.example.", 6),
    ]


def test_every_line_of_a_paragraph_is_counted_once() -> None:
    body = "Here\nis [a](/a) and\n[b](/b),\nalso [c](/c) and ![x](/d) and\na ![](/e)."
    told = found(body=body)
    assert [line for code, _, _, line in told if code == "dead_link"] == [2, 3, 4]
    assert [line for code, _, _, line in told if code == "remote_image"] == [4, 5]


def test_mail_and_https_in_capitals_may_stand() -> None:
    body = f"{BODY}\n<ask@clinic.example> [a](MAILTO:b@c.example) [d](HTTPS://e.example/)"
    assert findings(body=body) == []


def test_code_links_to_nothing() -> None:
    assert findings(body=f"{BODY}\n`[a](http://b.example) ![](c)`") == []


# Figures


@pytest.mark.parametrize(
    "sentence",
    [
        "Take prednisone 20 daily.",
        "Take naproxen 500 twice a day.",
        "Prednisone up to 7.5 a day is common.",
        "Take folic acid: 5 once a week.",
        "Take 20 prednisone.",
        "For some 20 prednisone is enough.",
        "Take prednisone 5–10 a day.",
        "Warfarin 1,000 is too much.",
    ],
)
def test_a_figure_beside_a_medicine_wants_a_unit(sentence: str) -> None:
    assert [each[0] for each in found(body=f"{BODY}\n{sentence}")] == ["figure_without_unit"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Take aspirin 81 mg, ibuprofen 3 times a day, or paracetamol 500mg.",
        "In 2020 prednisone was new, and 2 antibiotics were not.",
        "Rub in hydrocortisone 1% cream, or hydrocortisone 1 % cream.",
        "Take methotrexate for 12 weeks, warfarin at 8 am and metformin, type 2 diabetes or not.",
        "Take aspirin. 20 people did, and 1 in 50 people on methotrexate fell ill.",
        "With warfarin 1 in 100 bleed; in week 2 ibuprofen can stop.",
        "Take 2 paracetamol tablets, or vitamin B12.",
        "It is safe from 16 years on, and 400 people took part.",
    ],
)
def test_a_figure_that_counts_something_is_left_alone(sentence: str) -> None:
    assert findings(body=f"{BODY}\n{sentence}") == []


# Any text


ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
MARKS = "aspirin| 20|20 |# |\n|\n\n|[@a|; @b]|![|](|)|http://x |- |> |```|<x:y>|\u200b|¼|a.|Й|**"
PIECES = st.lists(st.sampled_from([*MARKS.split("|"), "|", "|---|\n", "sha256:"]), max_size=40)


@given(
    title=ANY,
    summary=ANY,
    body=ANY | PIECES.map("".join),
    funding=ANY,
    required=st.lists(ANY, max_size=3),
)
def test_any_text_is_checked_and_every_place_is_in_it(
    title: str, summary: str, body: str, funding: str, required: list[str]
) -> None:
    changed = text(title=title, summary=summary, body=body, funding=funding)
    for each in check(changed, required_sections=required):
        where = getattr(changed, each.field)
        lines = len(where) if each.field == "references" else where.count("\n") + 1
        assert 0 <= each.line <= lines
        assert each.sentence.endswith(".")


def test_fields_that_are_not_filled_in_at_all_are_checked_too() -> None:
    codes = {each.code for each in findings(**dict.fromkeys(vars(text()), None))}
    lacking = {"no_reference", "section_missing", "authors_missing"}
    assert {each.code for each in CHECKS[:5]} | lacking == codes
