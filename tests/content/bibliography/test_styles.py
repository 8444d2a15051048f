"""How references print, by the rules of NLM and the AMA."""

from __future__ import annotations

import pytest

from articles.content.bibliography.styles import STYLES
from articles.content.references import formatted, validate


def people(*names):
    return [dict(zip(("family", "given"), name.split(", "), strict=True)) for name in names]


PAPER = {
    "id": "a",
    "type": "article-journal",
    "author": people("Roe, Jane Q.", "Moss, Ada-Lea"),
    "title": "Knees in the cold",
    "container-title": "Annals of Joint Practice",
    "container-title-short": "Ann Jt Pract",
    "issued": {"date-parts": [[2024, 3, 5]]},
    "volume": "12",
    "issue": 3,
    "page": "1123–1128",
    "DOI": "10.5555/a.1",
    "PMID": "99",
    "URL": "https://ajp.example/a",
}
BOOK = {
    "id": "b",
    "type": "book",
    "author": [{"literal": "Harbour Clinic"}],
    "title": "Joints",
    "edition": 2,
    "publisher": "Pell",
    "publisher-place": "Leeds",
    "issued": {"date-parts": [[1999]]},
}
CHAPTER = {
    **BOOK,
    "type": "chapter",
    "author": people("Sørby, Kåre"),
    "title": "Crystals",
    "container-title": "Wards and joints",
    "editor": people("Hallam, Dora", "Pell, Ivo"),
    "page": "10-19",
}
PAGE = {
    "id": "p",
    "type": "webpage",
    "title": "What helps?",
    "container-title": "Harbour Clinic",
    "issued": {"date-parts": [[2023, 3]]},
    "accessed": {"date-parts": [[2024, 5, 3]]},
    "URL": "https://clinic.example/gout",
}
REPORT = {**BOOK, "type": "report", "number": "12"}
del REPORT["edition"]
THESIS = {**REPORT, "type": "thesis", "author": people("Moss, Ada"), "publisher": "Bonn"}

CASES = {
    "journal article": (
        PAPER,
        (
            "Roe JQ, Moss AL. Knees in the cold. Ann Jt Pract. 2024;12(3):1123-8. "
            "doi:10.5555/a.1 PMID: 99"
        ),
        "Roe JQ, Moss AL. Knees in the cold. Ann Jt Pract. 2024;12(3):1123-1128. doi:10.5555/a.1",
    ),
    "article before its issue": (
        {k: v for k, v in PAPER.items() if k not in {"volume", "issue", "page"}},
        "Roe JQ, Moss AL. Knees in the cold. Ann Jt Pract. 2024 Mar 5. doi:10.5555/a.1 PMID: 99",
        (
            "Roe JQ, Moss AL. Knees in the cold. Ann Jt Pract. Published online March 5, 2024. "
            "doi:10.5555/a.1"
        ),
    ),
    "article by article number": (
        {**PAPER, "page": "e7", "DOI": ""},
        (
            "Roe JQ, Moss AL. Knees in the cold. Ann Jt Pract. 2024;12(3):e7. PMID: 99 "
            "https://ajp.example/a"
        ),
        "Roe JQ, Moss AL. Knees in the cold. Ann Jt Pract. 2024;12(3):e7. https://ajp.example/a",
    ),
    "book": (
        BOOK,
        "Harbour Clinic. Joints. 2nd ed. Leeds: Pell; 1999.",
        "Harbour Clinic. Joints. 2nd ed. Pell; 1999.",
    ),
    "edited book": (
        {**BOOK, "author": [], "editor": people("Hallam, Dora")},
        "Hallam D, editor. Joints. 2nd ed. Leeds: Pell; 1999.",
        "Hallam D, ed. Joints. 2nd ed. Pell; 1999.",
    ),
    "chapter": (
        CHAPTER,
        (
            "Sørby K. Crystals. In: Hallam D, Pell I, editors. Wards and joints. 2nd ed. "
            "Leeds: Pell; 1999. p. 10-9."
        ),
        "Sørby K. Crystals. In: Hallam D, Pell I, eds. Wards and joints. 2nd ed. Pell; 1999:10-19.",
    ),
    "web page": (
        PAGE,
        (
            "What helps? [Internet]. Harbour Clinic; 2023 Mar [cited 2024 May 3]. "
            "Available from: https://clinic.example/gout"
        ),
        (
            "What helps? Harbour Clinic. Published March 2023. Accessed May 3, 2024. "
            "https://clinic.example/gout"
        ),
    ),
    "report": (
        REPORT,
        "Harbour Clinic. Joints. Leeds: Pell; 1999. Report No.: 12.",
        "Harbour Clinic. Joints. Pell; 1999. Report 12.",
    ),
    "thesis": (
        {k: v for k, v in THESIS.items() if k != "number"},
        "Moss A. Joints [dissertation]. Leeds: Bonn; 1999.",
        "Moss A. Joints. Dissertation. Bonn; 1999.",
    ),
    "nothing": ({"id": "bare", "type": "book"}, "bare", "bare"),
}


@pytest.mark.parametrize(("item", "vancouver", "ama"), CASES.values(), ids=CASES)
def test_each_kind_of_work_prints_by_the_rules(item, vancouver, ama):
    assert formatted(item, "vancouver") == vancouver
    assert formatted(item, "ama") == ama


@pytest.mark.parametrize(
    ("count", "vancouver", "ama"),
    [
        (6, "F0 A, F1 A, F2 A, F3 A, F4 A, F5 A.", "F0 A, F1 A, F2 A, F3 A, F4 A, F5 A."),
        (7, "F0 A, F1 A, F2 A, F3 A, F4 A, F5 A, et al.", "F0 A, F1 A, F2 A, et al."),
    ],
)
def test_of_more_than_six_authors_vancouver_names_six_and_the_ama_three(count, vancouver, ama):
    item = {"id": "a", "type": "book", "author": people(*(f"F{n}, A" for n in range(count)))}
    assert (formatted(item, "vancouver"), formatted(item, "ama")) == (vancouver, ama)


def test_a_list_of_people_that_goes_on_says_so():
    item = {
        **CHAPTER,
        "author": people(*(f"F{n}, A" for n in range(4))),
        "editor": people("Hallam, Dora"),
        "custom": {"others": ["author", "editor"]},
    }
    assert formatted(item, "vancouver").startswith("F0 A, F1 A, F2 A, F3 A, et al. Crystals. ")
    assert "In: Hallam D, et al, editors. Wards" in formatted(item, "vancouver")
    assert formatted(item, "ama").startswith("F0 A, F1 A, F2 A, et al. Crystals. ")
    assert "In: Hallam D, et al, eds. Wards" in formatted(item, "ama")
    strange = {**item, "custom": {"others": True}}
    assert "et al" not in formatted(strange, "vancouver")


def test_names_keep_particle_suffix_and_group():
    item = {
        "id": "a",
        "type": "book",
        "author": [
            {"family": "Berg", "given": "Jan-Piet", "non-dropping-particle": "van den"},
            {"family": "Roe", "given": "J.", "suffix": "Jr"},
            {"literal": "The Joint Forum"},
        ],
    }
    assert formatted(item) == "van den Berg JP, Roe J Jr, The Joint Forum."


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("AC", "AC"),
        ("ACE", "ACE"),
        ("A.C.", "AC"),
        ("A C", "AC"),
        ("J-P", "JP"),
        ("Jean-Paul", "JP"),
        ("JEAN", "J"),
        ("Al", "A"),
        ("ÉL", "ÉL"),
        ("伟", "伟"),
    ],
)
def test_initials_stay_and_names_are_shortened(given, printed):
    item = {"id": "a", "type": "book", "author": [{"family": "Roe", "given": given}]}
    assert {formatted(item, style) for style in STYLES} == {f"Roe {printed}."}


@pytest.mark.parametrize(
    ("pages", "short"),
    [
        ("123-128", "123-8"),
        ("123-8", "123-8"),
        ("199-201", "199-201"),
        ("S12-S19", "S12-S19"),
        ("98-102", "98-102"),
        ("7", "7"),
        ("12 – 19", "12-9"),
    ],
)
def test_vancouver_leaves_out_the_digits_that_the_last_page_repeats(pages, short):
    item = {"id": "a", "type": "article-journal", "volume": 1, "page": pages}
    assert formatted(item, "vancouver") == f"1:{short}."


@pytest.mark.parametrize(
    ("edition", "printed"),
    [(1, ""), (2, "2nd ed. "), ("3", "3rd ed. "), (11, "11th ed. "), ("Rev. ed", "Rev. ed. ")],
)
def test_an_edition_is_counted_in_words(edition, printed):
    item = {"id": "a", "type": "book", "title": "T", "edition": edition, "publisher": "P"}
    assert formatted(item, "vancouver") == f"T. {printed}P."


def test_the_house_chooses_the_style(settings):
    settings.REFERENCE_STYLE = "ama"
    assert formatted(CHAPTER).endswith("Pell; 1999:10-19.")
    settings.REFERENCE_STYLE = "vancouver"
    assert formatted(CHAPTER).endswith("p. 10-9.")


def test_every_example_is_in_the_stored_form():
    for item, *_printed in CASES.values():
        whole = {name: value for name, value in item.items() if value}
        assert validate([{**whole, "id": "a"}])
    assert set(STYLES) == {"vancouver", "ama"}
