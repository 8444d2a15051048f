"""What writers type where a style is meant: headings in bold, bullets, rows of headings."""

from __future__ import annotations

import io

import pytest
from docx import Document

from articles.content.markdown import render
from articles.importers import ImportedArticle, read
from articles.importers.markup.bold_lines import HEADED
from articles.importers.markup.typed_lists import LISTED


def page(source: str) -> ImportedArticle:
    [article] = read(f"<h1>T</h1>{source}".encode(), "a.html")
    assert isinstance(article, ImportedArticle)
    return article


def document(*paragraphs: str, bold: tuple[str, ...] = (), table: list[str] | None = None) -> str:
    """The body that a Word document of plain paragraphs gives, ``bold`` among them."""
    made, out = Document(), io.BytesIO()
    made.add_paragraph("T")
    for words in paragraphs:
        made.add_paragraph().add_run(words).bold = words in bold
    for place, row in enumerate(table or []):
        cells = row.split("|")
        grid = made.tables[0] if place else made.add_table(len(table or []), len(cells))
        for cell, words in zip(grid.rows[place].cells, cells, strict=True):
            cell.text = words
    made.save(out)
    [article] = read(out.getvalue(), "a.docx")
    assert isinstance(article, ImportedArticle)
    return article.body


def test_a_word_document_without_styles():
    body = document(
        *("What is it?", "The joint is stiff.", "What helps", "•\tice", "•\trest", "Call us."),
        bold=("What is it?", "What helps", "Call us."),
        table=["Week|Dose", "1|15 mg"],
    )
    assert body == (
        "## What is it?\n\nThe joint is stiff.\n\n## What helps\n\n- ice\n- rest\n\n"
        "**Call us.**\n\n| Week | Dose |\n| --- | --- |\n| 1 | 15 mg |"
    )


HEADINGS = [
    ("<p><b>When to call</b></p><p>Soon.</p>", "## When to call\n\nSoon."),
    ("<p><b>When</b> <strong>to call</strong></p><p>Soon.</p>", "## When to call\n\nSoon."),
    ("<p><b>Bring</b></p><ul><li>x</li></ul>", "## Bring\n\n- x"),
    ("<h2>A</h2><h3>B</h3><p><b>C</b></p><p>D.</p><p><b>E</b></p><p>F.</p>",
     "## A\n\n### B\n\n#### C\n\nD.\n\n#### E\n\nF."),
    ("<h2>A</h2><h3>B</h3><p>C.</p><h2>D</h2><p><b>E</b></p><p>F.</p>",
     "## A\n\n### B\n\nC.\n\n## D\n\n### E\n\nF."),
    ("<p><b>A</b></p><p>B.</p><h3>C</h3><p>D.</p>", "## A\n\nB.\n\n## C\n\nD."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "body"), HEADINGS)
def test_a_line_in_bold_above_text_is_a_heading(source, body):
    article = page(source)
    assert article.body == body
    assert any(note.startswith(HEADED) for note in article.notes)


NO_HEADINGS = [
    "<p><b>Call at once.</b></p><p>Soon.</p>",
    "<p><b>You need:</b></p><p>Ice.</p>",
    "<p><b>Call</b> now</p><p>Soon.</p>",
    "<p><b>One</b></p><p><b>Two</b></p><p>Three.</p>",
    "<p>Text.</p><p><b>Last</b></p>",
    "<p><b>Above</b></p><h2>A heading</h2><p>Text.</p>",
    "<p><b>Above</b></p><hr><p>Text.</p>",
    f"<p><b>{'long ' * 20}</b></p><p>Text.</p>",
    "<p><b><a href='https://a.example/'>More</a></b></p><p>Text.</p>",
    "<ul><li><p><b>Ice</b></p><p>Cold.</p></li></ul>",
    "<blockquote><p><b>Ice</b></p><p>Cold.</p></blockquote>",
]


@pytest.mark.parametrize("source", NO_HEADINGS)
def test_other_words_in_bold_are_no_headings(source):
    article = page(source)
    assert "**" in article.body
    assert not any(note.startswith(HEADED) for note in article.notes)


LISTS = [
    ("<p>• a</p><p>• b</p>", "- a\n- b"),
    ("<p>•&nbsp;&nbsp; a</p> <p><b>•</b>&nbsp; <i>b</i></p>", "- a\n- _b_"),
    ("<p>·<span> </span>a</p><p>· b</p>", "- a\n- b"),
    ("<p>\uf0b7 a</p><p>\uf0b7 b</p>", "- a\n- b"),
    ("<p>- a</p><p>– b</p><p>– c</p><p>- d</p>", "- a\n  - b\n  - c\n- d"),
    ("<p>• a</p><p>o b</p><p>▪ c</p><p>• d</p>", "- a\n  - b\n    - c\n- d"),
    ("<p>• a<br>• b</p>", "- a\n- b"),
    ("<p>You need:</p><p>•a</p><p>•b</p><p>End.</p>", "You need:\n\n- a\n- b\n\nEnd."),
]


@pytest.mark.parametrize(("source", "body"), LISTS)
def test_paragraphs_with_a_typed_sign_are_a_list(source, body):
    article = page(source)
    assert article.body == body
    assert [note.partition(" (")[0] for note in article.notes] == [LISTED]


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("<p>• alone</p><p>Text.</p>", "• alone\n\nText."),
        ("<p>- alone</p><p>Text.</p><p>- alone</p>", "\\- alone\n\nText.\n\n\\- alone"),
        ("<p>o a</p><p>o b</p>", "o a\n\no b"),
        ("<p>-5 a</p><p>-6 b</p>", "-5 a\n\n-6 b"),
        ("<ul><li><p>• a</p><p>• b</p></li></ul>", "- • a\n\n  • b"),
    ],
)
def test_other_paragraphs_with_signs_stay(source, body):
    assert page(source).body == body


def test_entries_with_typed_signs_are_references():
    entries = "<p>• Roe J. On gout. Lancet. 2019;1:1-2.</p><p>• Lee A. Ice. BMJ. 2020;2:3-4.</p>"
    article = page(f"<p>Text.</p><p><b>Sources</b></p>{entries}")
    assert [item["id"] for item in article.references] == ["roe2019", "lee2020"]
    assert article.body == "Text."


def grid(*rows: str) -> str:
    return "".join(
        ["<table>", *(f"<tr><td>{'<td>'.join(row.split('|'))}" for row in rows), "</table>"]
    )


TAKEN = "First rows of tables were taken for their headings (1): Week."
GIVEN = "Tables without a row of headings were given an empty one"


def test_a_first_row_that_reads_like_headings_is_one():
    article = page(grid("Week|Dose|Note", "1|15 mg|with food"))
    shown = "| Week | Dose | Note |\n| --- | --- | --- |\n| 1 | 15 mg | with food |"
    assert (article.body, article.notes) == (shown, (TAKEN,))
    assert render(article.body, []).html.count('<th scope="col">') == 3


@pytest.mark.parametrize("first", ["|Men|Women", "<b>Drug</b>|<b>2 mg</b>|<b>5 mg</b>"])
def test_a_corner_may_be_empty_and_numbers_may_be_in_bold(first):
    article = page(grid(first, "1|15 mg|with food"))
    assert article.body.count("\n") == 2
    assert not any(note.startswith(GIVEN) for note in article.notes)


@pytest.mark.parametrize(
    "first",
    [
        "Aspirin|100 mg|once",
        "Aspirin||once",
        "Same|Pain|Pain",
        "Aspirin|It helps.|once",
        f"Aspirin|{'long ' * 9}|once",
        "<td colspan=2>Aspirin|once",
    ],
)
def test_a_first_row_that_may_be_any_other_has_an_empty_one_above(first):
    article = page(grid(first, "1|15 mg|with food"))
    assert article.body.startswith("|  |  |")
    assert any(note.startswith(GIVEN) for note in article.notes)


def test_rows_that_name_themselves_have_no_row_of_headings():
    rows = "<table><tr><th>Sex<td>Female<tr><th>Place<td>Leeds</table>"
    assert page(rows).body.startswith("|  |  |\n")
