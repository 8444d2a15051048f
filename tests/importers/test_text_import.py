"""Plain text becomes title, headings, paragraphs, claims and references; no word is lost."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.canonical import digest
from articles.content.blocks import parse
from articles.content.markdown import render
from articles.content.references import validate
from articles.content.words import words
from articles.importers import ClaimedReviewer, ImportedArticle, read

LUPUS = Path(__file__).parents[2].parent / "shared" / "input" / "lupus-neck-back-pain.txt"


def imported(text: str) -> ImportedArticle:
    (article,) = read(text.encode(), "a.txt")
    return article


def headings(article: ImportedArticle) -> list[str]:
    return [block.text for block in parse(article.body) if block.kind == "heading"]


@pytest.fixture
def lupus() -> bytes:
    if not LUPUS.exists():
        pytest.skip("the lupus article belongs to someone else and is not beside the repository")
    return LUPUS.read_bytes()


class TestTheLupusArticle:
    def test_title_headings_and_slug(self, lupus):
        (article,) = read(lupus, LUPUS.name)
        lines = [line for line in lupus.decode().split("\n") if line]
        assert article.title == lines[0]
        assert headings(article) == [lines[1], lines[5]]
        assert headings(article)[0].endswith("?")
        assert headings(article)[1].startswith("Lupus and other causes")
        assert article.slug_hint == "lupus-neck-back-pain"
        assert (article.source_digest, article.item) == (digest(lupus), 0)

    def test_one_claimed_reviewer_to_the_letter(self, lupus):
        (article,) = read(lupus, LUPUS.name)
        (line,) = (line for line in lupus.decode().split("\n") if line.startswith("Medically"))
        assert article.claims == [
            ClaimedReviewer(
                raw_line=line,
                printed_name="Kirkwood Johnston, MD",
                board="American Board of Internal Medicine",
                subspecialty="Rheumatology",
                degrees=("MD",),
            )
        ]

    def test_one_reference_whose_title_is_the_quoted_line(self, lupus):
        (article,) = read(lupus, LUPUS.name)
        (reference,) = article.references
        assert reference["title"] == lupus.decode().split("\n")[-1].strip('"')
        assert validate(article.references) == article.references

    def test_every_other_word_is_in_the_body_in_order(self, lupus):
        (article,) = read(lupus, LUPUS.name)
        lines = [line for line in lupus.decode().split("\n") if line]
        assert words(article.body) == " ".join(lines[1:-2]).split()
        assert " - " in article.body
        assert "\\" not in article.body
        assert article.notes == (
            "2 lines were read as headings.",
            "1 reference was found.",
            "1 claimed reviewer was found.",
        )


PARAGRAPH = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Cf"], whitelist_characters="\n"), min_size=1
).map(lambda text: f"A {text} z.")


@given(st.lists(PARAGRAPH, min_size=1, max_size=5))
def test_every_word_of_any_paragraphs_survives_in_order(paragraphs):
    source = "\n\n".join(paragraphs)
    article = imported(f"Title\n\n{source}")
    assert (article.claims, article.references) == ([], [])
    assert words(article.body) == unicodedata.normalize("NFC", source).split()


def test_markdown_signs_render_to_the_letter():
    text = "*a* _b_ # c [d](e) <f> &amp; \\* | ~~g~~ 1. h"
    article = imported(f"T\n\n{text}\n\n# not a heading.\n\n1. not a list.\n\n- nor this.")
    assert [(block.kind, block.text) for block in parse(article.body)] == [
        ("paragraph", text),
        ("paragraph", "# not a heading."),
        ("paragraph", "1. not a list."),
        ("paragraph", "- nor this."),
    ]


def test_short_lines_in_a_row_are_no_headings():
    assert headings(imported("T\n\nOne\n\nTwo\n\nA paragraph.\n\nAlone\n\nText.\n\nLast")) == [
        "Alone"
    ]


def test_wrapped_lines_are_one_paragraph():
    assert imported("T\n\nOne   two\nthree.\n \t\nFour.").body == "One two three.\n\nFour."


def test_a_no_break_space_stays_for_the_reviewer_to_see():
    assert imported("T\n\nTake 5\u00a0mg.").body == "Take 5\u00a0mg."


def test_references_under_their_heading():
    article = imported(
        "T\n\nText.\n\nReferences\n\n1. First thing\nand more.\n2. Second thing.\n\n“Third”"
    )
    assert article.body == "Text."
    assert [item["title"] for item in article.references] == [
        "First thing and more.",
        "Second thing.",
        "Third",
    ]


def test_references_of_one_title_get_ids_of_their_own():
    article = imported('T\n\nText.\n\nReviewed by A B, MD\n\n"Same"\n"Same"')
    assert [item["id"] for item in article.references] == ["same", "same-b"]


@pytest.mark.parametrize("before", ["", "Text.\n\n"])
def test_a_quotation_in_the_text_is_no_reference(before):
    rest = f'{before}"I heard it."\n\nMore text.'
    article = imported(f"T\n\nMedically reviewed by A B, MD\n\n{rest}")
    assert article.references == []
    assert words(article.body) == rest.split()


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("- one\n- two", "- one\n- two"),
        ("\u2022 *one*\n\u2022 two\n  and more", "- \\*one\\*\n- two and more"),
        ("1. first\n2. second", "1. first\n2. second"),
        ("3) first\n4) second", "3. first\n4. second"),
        ("You need:\n- ice\n- 1. rest", "You need:\n\n- ice\n- 1\\. rest"),
        ("It fell to 5 degrees\n- 3 less.\n- 4 more.", "It fell to 5 degrees - 3 less. - 4 more."),
        ("1. first\n3. third", "1\\. first 3. third"),
        ("- one\n2. two", "\\- one 2. two"),
        ("1. a\n2. b\n\n1. c\n2. d", "1. a\n2. b\n\n1) c\n2) d"),
        ("- a\n- b\n\n- c\n- d", "- a\n- b\n\n* c\n* d"),
        ("2. alone", "2\\. alone"),
        ("* a\n* b\n   - c\n   - d\n* e", "- a\n- b\n  - c\n  - d\n- e"),
        ("- a\n  - b\n- c", "- a\n  - b\n- c"),
        ("- a\n - b\n- c", "- a\n- b\n- c"),
        ("- a\n\t- b\n\t\t- c\n\t- d", "- a\n  - b\n    - c\n  - d"),
        (
            "1) a\n2) b\n   a) c\n   b) d\n      i) e\n3) f",
            "1. a\n2. b\n   1. c\n   2. d\n      1. e\n3. f",
        ),
        ("1. a\na) b\nb) c\n2. d", "1. a\n   1. b\n   2. c\n2. d"),
        ("9. a\n10. b\n  - c", "9. a\n10. b\n    - c"),
        (" 9. a\n10. b", "9. a\n10. b"),
        ("Do:\n- a\n  1. b\n  2. c\n- d", "Do:\n\n- a\n  1. b\n  2. c\n- d"),
        ("- born in\n  1990. Then\n- b", "- born in 1990. Then\n- b"),
        ("1. He took\n   12. Then\n2. b", "1. He took 12. Then\n2. b"),
        ("a) one\nb) two", "1. one\n2. two"),
        ("b) one\nc) two", "b) one c) two"),
        ("\u25aa a\n\u25aa b\n    \u25cb c", "- a\n- b\n  - c"),
    ],
)
def test_lines_with_signs_are_a_list(text, body):
    assert imported(f"T\n\nText.\n\n{text}").body == f"Text.\n\n{body}"


def test_a_list_in_text_is_the_same_list_when_it_is_shown():
    article = imported("T\n\nText.\n\n* hat\n* cream\n   - SPF 50\n   - broad\n* shade")
    shown = render(article.body, []).html
    assert "".join(shown.split()) == (
        "<p>Text.</p><ul><li>hat</li><li>cream<ul><li>SPF50</li><li>broad</li></ul></li>"
        "<li>shade</li></ul>"
    )


def test_what_a_list_lost_is_told():
    lettered = imported("T\n\nText.\n\n1. a\n   a) b\n2. c")
    assert lettered.notes == ("Lists with letters or Roman numbers became numbered ones (1): a.",)
    mixed = imported("T\n\nText.\n\n- one\n2. two")
    told = "Lines that begin with signs or numbers, but not in turn, became one paragraph"
    assert mixed.notes == (f"{told} (1): - one 2. two.",)


def test_lines_ever_further_in_are_a_list_of_a_depth_that_is_bounded():
    lines = [f"{' ' * 2 * n}- {n}" for n in range(300)]
    body = imported("\n".join(["T", "", "Text.", "", *lines])).body
    assert body.split("\n")[-1] == f"{' ' * 16}- 299"


@pytest.mark.parametrize(
    "line",
    ["by Ann Lee, reviewed by Ada Moss, MD, in May", "By Ann Lee", "A guide", "ANN LEE WRITES."],
)
def test_a_line_in_capitals_below_a_byline_or_a_short_line_is_a_heading_like_any_other(line):
    source = f"T\n\n{line}\n\nWHAT TO DO\n\nRest.\n\nWHEN TO CALL\n\nSoon."
    assert headings(imported(source)) == ["WHAT TO DO", "WHEN TO CALL"]


@pytest.mark.parametrize("line", ["Last change. Reviewed by Ann Lee, MD", "by Ann Lee"])
def test_a_byline_is_no_line_of_a_list_of_short_lines(line):
    assert headings(imported(f"T\n\n{line}\n\nWhat to do\n\nRest.")) == ["What to do"]


def test_short_lines_in_capitals_in_a_row_are_no_headings():
    assert headings(imported("T\n\nWHO\n\nNHS\n\nText.")) == []
    assert headings(imported("T\n\nONE TWO\n\nTHREE FOUR\n\nText.")) == []
