"""What stands below a heading such as “References”, in whatever shape it was written."""

from __future__ import annotations

import io
from html import escape

import pytest
from docx import Document

from articles.content.bibliography.adding import add
from articles.content.reference_lines import from_line
from articles.importers import ImportedArticle, read

NAMES = ("a.html", "a.md", "a.txt")
PRINTED = "Coates LC. Pain in type 2. Its 10) signs. J Joint 2020;3(2):10-12"


def imported(source: str, name: str) -> ImportedArticle:
    [article] = read(source.encode(), name)
    assert isinstance(article, ImportedArticle)
    return article


@pytest.mark.parametrize("number", ["", "7. ", "[7] "])
def test_only_the_number_at_the_start_of_an_entry_leaves_it(number):
    entry = f"{number}{PRINTED}"
    page = f"<h1>T</h1><p>Text.</p><h2>References</h2><ol><li>{entry}</li></ol>"
    text = f"T\n\nText.\n\nReferences\n\n{entry}"
    for source, name in ((page, "a.html"), (text, "a.txt")):
        [reference] = imported(source, name).references
        assert reference == from_line(PRINTED)


@pytest.mark.parametrize("name", NAMES)
def test_keys_say_who_and_when_as_in_the_form(name):
    entry = "Rangan A. Management of frozen shoulder. Lancet. 2020;396:977-89."
    other = "Rangan A. Surgery of the shoulder. Lancet. 2020;397:1-9."
    start, between = {
        "a.html": ("<h1>T</h1><p>Text.</p><h2>References</h2>", "<p>"),
        "a.md": ("# T\n\nText.\n\n## References", "\n\n"),
        "a.txt": ("T\n\nText.\n\nReferences", "\n\n"),
    }[name]
    keys = [item["id"] for item in imported(between.join([start, entry, other]), name).references]
    assert keys == ["rangan2020", "rangan2020b"] == add([], f"{entry}\n{other}").new_ids


def test_lines_of_front_matter_have_keys_that_say_who_and_when():
    matter = (
        'references:\n- "Roe J. On gout. Lancet. 2020;396:977-89."\n- id: roe2020\n  type: book\n'
    )
    article = imported(f"---\ntitle: T\n{matter}---\n\nText.\n", "a.md")
    assert [item["id"] for item in article.references] == ["roe2020b", "roe2020"]


ENTRIES = (
    "Coates LC. Pain. J Joint 2020;3(2):10-12",
    "Roe J, Doe A. On gout. Lancet 2019",
    "Lee 2018",
)
IDS = [from_line(entry)["id"] for entry in ENTRIES]


def numbered(form: str, between: str) -> str:
    return between.join(form.format(n, entry) for n, entry in enumerate(ENTRIES, start=1))


PAGES = [
    "<h2>Literature cited</h2><ol>{}</ol>".format("".join(f"<li>{entry}" for entry in ENTRIES)),
    f"<h2>References</h2>{numbered('<p>{}. {}</p>', '')}",
    f"<p><b>Sources:</b></p>{numbered('<p>[{}] {}</p>', '')}<h2>More</h2>",
    f"<h3>Works cited</h3>{numbered('<div>{}) {}</div>', '')}<ul><li>Other</ul>",
    f"<h2>References</h2><p>{numbered('{}. {}', '<br>')}</p>",
    f"<h2>References</h2>{numbered('{}. {}', '<br>')}",
    f"<div><h2>References</h2></div><div>{numbered('<p>{}. {}</p>', '')}<hr><p>End.</p></div>",
]


@pytest.mark.parametrize("references", PAGES)
def test_numbered_paragraphs_of_a_page_are_references_and_the_text_cites_them(references):
    source = f"<h1>T</h1><p>One [1], two [1,2], three [1-3].</p>{references}"
    article = imported(source, "a.html")
    assert [item["id"] for item in article.references] == IDS
    one, two, three = ("; ".join(f"@{key}" for key in IDS[:n]) for n in (1, 2, 3))
    assert article.body.startswith(f"One [{one}], two [{two}], three [{three}].")
    assert all(entry not in article.body for entry in ENTRIES)


def test_paragraphs_without_numbers_are_references_that_no_number_means():
    source = "<h1>T</h1><p>One [1].</p><h2>References</h2>" + "".join(
        f"<p>{entry}</p>" for entry in (*ENTRIES, "A society of doctors")
    )
    article = imported(source, "a.html")
    assert [item["id"] for item in article.references] == [*IDS, "a-society-of-doctors"]
    assert article.body == "One \\[1]."
    assert "Numbers in brackets lead to no reference and stay as they are (1): [1]." in (
        article.notes
    )


def test_numbers_out_of_turn_cite_nothing():
    entries = "".join(f"<p>{n}. {entry}</p>" for n, entry in zip((2, 3, 1), ENTRIES, strict=True))
    article = imported(f"<h1>T</h1><p>One [1].</p><h2>References</h2>{entries}", "a.html")
    assert (len(article.references), article.body) == (3, "One \\[1].")


def test_an_entry_goes_on_in_the_next_paragraph():
    source = "<h2>References</h2><p>1. Roe J. On</p><p>gout.</p><p>2. Lee</p><p>doi:10.5555/a</p>"
    article = imported(f"<h1>T</h1><p>Text.</p>{source}<p>Bye.</p>", "a.html")
    assert [item["title"] for item in article.references] == ["Roe J. On gout.", "Lee"]
    assert (article.references[1]["DOI"], article.body) == ("10.5555/a", "Text.\n\nBye.")


def test_prose_below_such_a_heading_stays_and_is_told():
    words = "Our editors read what doctors print."
    article = imported(f"<h1>T</h1><p>Text.</p><h2>Sources</h2><p>{words}</p>", "a.html")
    assert (article.references, article.body) == ([], f"Text.\n\n## Sources\n\n{words}")
    assert any("reads like none and stays text" in note for note in article.notes)


@pytest.mark.parametrize(
    ("source", "body", "note"),
    [
        ("x<sup>1</sup>", "x¹", "Raised numbers lead to no reference and stay as they are (1): 1."),
        ("a<sup>th</sup>", "ath", "Words above the line were put on the line (1): th."),
        ("m<sup>2</sup>, 10<sup>9</sup>, A<sup>®</sup>", "m², 10⁹, A®", None),
    ],
)
def test_a_raised_sign_that_means_nothing_here_is_told(source, body, note):
    article = imported(f"<h1>T</h1><p>{source}</p>", "a.html")
    assert (article.body, article.notes) == (body, (note,) if note else ())


def test_typed_numbers_in_a_word_document_are_places():
    document, out = Document(), io.BytesIO()
    document.add_heading("T", 0)
    document.add_paragraph("One [1], all [1-3].")
    document.add_heading("References", 1)
    for number, entry in enumerate(ENTRIES, start=1):
        document.add_paragraph(f"{number}.\t{entry}")
    document.save(out)
    [article] = read(out.getvalue(), "a.docx")
    assert [item["id"] for item in article.references] == IDS
    assert article.body == f"One [@{IDS[0]}], all [{'; '.join(f'@{key}' for key in IDS)}]."


MARKDOWN = [
    numbered("{}. {}", "\n"),
    numbered("{}. {}", "\n\n"),
    numbered("[{}] {}", "\n"),
    numbered("[{}] {}", "\n\n"),
    numbered("1) {1}", "\n"),
]


@pytest.mark.parametrize("references", MARKDOWN)
@pytest.mark.parametrize("after", ["", "\n\n## More\n\nEnd."])
def test_a_numbered_list_in_markdown_is_references_and_the_text_cites_them(references, after):
    text = "One[1], two \\[1, 2\\], three<sup>1-3</sup>, `[1]`, [1](https://a.example/)."
    source = f"# T\n\n{text}\n\n## References\n\n{references}{after}"
    article = imported(source, "a.md")
    assert [item["id"] for item in article.references] == IDS
    one, two, three = ("; ".join(f"@{key}" for key in IDS[:n]) for n in (1, 2, 3))
    cited = f"One[{one}], two [{two}], three[{three}], `[1]`, [1](https://a.example/)."
    assert article.body.split("\n\n")[0] == cited
    assert "References" not in article.body
    assert article.body.endswith("End." if after else cited)


def test_bullets_and_paragraphs_in_markdown_are_references_that_no_number_means():
    for references in ("\n".join(f"- {entry}" for entry in ENTRIES), "\n\n".join(ENTRIES)):
        article = imported(f"# T\n\nOne [1].\n\n## Literature\n\n{references}", "a.md")
        assert [item["id"] for item in article.references] == IDS
        assert article.body == "One [1]."
        assert any(note.startswith("Numbers in brackets lead to no") for note in article.notes)


def test_links_of_an_entry_in_markdown_are_its_addresses():
    entry = "1. A page of words\n   and more, [here](https://doi.org/10.1000/x(1)y)."
    article = imported(f"# T\n\nText.\n\n## Sources\n\n{entry}\n", "a.md")
    [reference] = article.references
    assert (reference["DOI"], reference["title"]) == (
        *("10.1000/x(1)y", "A page of words and more, here."),
    )


def test_prose_below_such_a_heading_in_markdown_stays_and_is_told():
    body = "Text.\n\n## Sources\n\nOur editors read what doctors print."
    article = imported(f"# T\n\n{body}", "a.md")
    assert (article.references, article.body) == ([], body)
    assert any("reads like none and stays text" in note for note in article.notes)


def test_footnotes_that_cite_leave_no_heading_behind():
    source = f"# T\n\nOne[^1].\n\n## References\n\n[^1]: {ENTRIES[0]}"
    assert imported(source, "a.md").body == f"One[@{IDS[0]}]."


@pytest.mark.parametrize("name", NAMES)
def test_a_byline_below_the_references_is_none_of_them(name):
    byline = "Medically reviewed by Ann Lee, MD"
    start = {
        "a.html": "<h1>T</h1><p>Text.<h2>Sources</h2><p>",
        "a.md": "# T\n\nText.\n\n## Sources",
    }
    between = "<p>" if name == "a.html" else "\n\n"
    source = between.join([start.get(name, "T\n\nText.\n\nSources"), *ENTRIES, byline])
    article = imported(source, name)
    assert (len(article.references), len(article.claims), article.body) == (3, 1, "Text.")


def under(heading: str, name: str) -> ImportedArticle:
    """An article of one word, and three entries below a heading."""
    start, between = {
        "a.html": (f"<h1>T</h1><p>Text.</p><h2>{escape(heading)}</h2>", "<p>"),
        "a.md": (f"# T\n\nText.\n\n## {heading}", "\n\n"),
        "a.txt": (f"T\n\nText.\n\n{heading}", "\n\n"),
    }[name]
    return imported(between.join([start, *ENTRIES]), name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "heading",
    [
        "References",
        "Sources :",
        "Citations",
        "Article sources",
        "Selected references",
        "Bibliography and further reading",
        "Literature cited (3)",
        "Key SOURCES & further reading:",
    ],
)
def test_a_heading_announces_references_in_every_format(heading, name):
    article = under(heading, name)
    assert ([item["id"] for item in article.references], article.body) == (IDS, "Text.")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "heading", ["Sources of iron", "References and what they say", "Key facts"]
)
def test_another_heading_announces_none_in_any_format(heading, name):
    assert under(heading, name).references == []
