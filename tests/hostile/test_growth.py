"""Text made to be slow: the work grows with the size and not with its square; and the JSON
that somebody pastes is read once, as written, or refused with a sentence.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.urls import reverse

from articles import importers
from articles.admin.lines import AuthorsField, ReferencesField, TopicsField
from articles.content import escaping, markdown, oddities, reference_lines, references
from articles.content.blocks import parse
from articles.content.slugs import slug
from articles.content.tokens import tokenise
from articles.errors import InputRefused
from articles.importers import ImportedArticle, ImportedPicture
from articles.importers.claims import claims_in
from articles.intake import pictures
from tests.cast import Cast
from tests.desk.site import signed_in
from tests.growth import growth
from tests.importers.archives import TEXT, W, document, docx

LINEAR = 9
"""Four times the size in four times the time; a square would need sixteen."""


def refuses(work: Callable[[Any], object]) -> Callable[[Any], None]:
    def tried(value: Any) -> None:
        try:
            work(value)
        except (InputRefused, ValidationError):
            return

    return tried


def imported(suffix: str) -> Callable[[str], object]:
    """Reading a file of the format, with a title before the text."""
    return refuses(lambda text: list(importers.read(f"# T\n\n{text}".encode(), f"a{suffix}")))


def settled_pictures(body: str) -> object:
    article = ImportedArticle("T", body, "", pictures={"embedded:0": ImportedPicture(b"", "a")})
    return pictures.settled(article, actor=User(), dry_run=True)


WORK: dict[str, tuple[Callable[[Any], object], tuple[str, ...], int]] = {
    "slug": (slug, ("-", "a-", "ß", "a\u0301", "!"), 100_000),
    "slug field": (refuses(validate_slug), ("a-", "a!", "-_"), 100_000),
    "e-mail": (refuses(validate_email), ("a@", "a.", "@a.", '"a', "a@a-"), 100_000),
    "tokens": (
        tokenise,
        ("1", "1 ", "1,", "1/", "1 mg/", "1-", "1 to ", "a-", "a'", "≥", "½", "1×10", "mg per "),
        6_000,
    ),
    "claims": (
        claims_in,
        ("Reviewed by ", "Medically reviewed by A, MD, ", "A and ", "Dr. ", "M.D., ", "by ", ". "),
        4_000,
    ),
    "reference line": (
        reference_lines.from_line,
        ("A B, ", "A. ", "doi:10.1000/", "PMID: 1", "https://a ", "https://", "2020;1(1):", "Aa ",
         "A, B., ", "(2020). ", "a, 1(1), 1. ", "and "),
        20_000,
    ),
    "rendering": (
        markdown.render,
        ("[", "![", "](", "[@a;", "*a ", "_a", "`", "<a", "&#", "\\", "|a", "> ", "- ", "[a]: b\n",
         "**a*", "~~", "<!--", "[a](<b", "a\n", "1. ", "***", "![[", "[](", "a**"),
        800,
    ),
    "blocks": (parse, ("|a", "- a\n", "> a\n", "# a\n", "a\n\n", "[@a]"), 600),
    "escaping": (escaping.paragraph, ("*", "_", "<a", "&a;", "~", "\\", "1.", "#"), 30_000),
    "imported text": (imported(".txt"), ("a\n\n", "1. a\n", "- a\n", "Reviewed by A, MD\n"), 2_000),
    "imported Markdown": (
        imported(".md"), ("a[^1]\n\n[^1]: b\n", "[^1", "[^a]: b\n    c\n", "```\n", "# a\n\n"), 400,
    ),
    "imported references": (
        imported(".html"),
        ("<h2>References</h2>", "<p>References</p>", "<h2>Sources</h2><p>a</p>", "<ol><li>a</li>"),
        500,
    ),
    "imported lines": (imported(".html"), ("a<br>", "a <br> ", "<br>", "<b>a</b>b"), 8_000),
    "pictures": (settled_pictures, ("![", "![a", "![](", "![](embedded:0 ", "\\"), 20_000),
    "oddities": (oddities.oddities, ("\u200b", "a\u0430", "\u00a0\n", "a\u0301\u0430"), 5_000),
}  # fmt: skip
"""Name: work, pieces that are repeated, how often at first."""

CASES = [(name, piece) for name, (_, pieces, _) in WORK.items() for piece in pieces]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "piece"), CASES)
def test_the_time_grows_with_the_size(name: str, piece: str) -> None:
    work, _, size = WORK[name]
    assert growth(lambda count: work(piece * count), size) < LINEAR
    assert growth(lambda count: work(f"x{piece * count}\x21 z"), size) < LINEAR


def pasted(text: str) -> list[Any]:
    return references.validate(ReferencesField().to_python(text))


def item(**fields: Any) -> str:
    return json.dumps([{"id": "x", "type": "book", "title": "T", **fields}])


def nested(depth: int) -> str:
    inner = '{"a": [' * depth + "1" + "]}" * depth
    return f'[{{"id": "x", "type": "book", "custom": {{"a": {inner}}}}}]'


REFUSED = {
    "duplicate id": '[{"id": "x", "id": "y", "type": "book"}]',
    "duplicate deep down": '[{"id": "x", "type": "book", "custom": {"a": {"b": 1, "b": 2}}}]',
    "duplicate by escape": '[{"id": "x", "\\u0069d": "y", "type": "book"}]',
    "NaN": '[{"id": "x", "type": "book", "volume": NaN}]',
    "infinite": '[{"id": "x", "type": "book", "custom": {"a": -Infinity}}]',
    "too large": '[{"id": "x", "type": "book", "custom": {"a": 1e999}}]',
    "digits": '[{"id": "x", "type": "book", "volume": %s}]' % ("9" * 100_000),
    "digits of a year": '[{"id": "x", "type": "book", "issued": {"date-parts": [[%s]]}}]' % 10**99,
    "fraction": '[{"id": "x", "type": "book", "volume": 1.5}]',
    "deep list": '[{"a": ' + "[" * 100_000,
    "deep objects": "[" + '{"a":' * 50_000,
    "unclosed": '[{"id": "x"',
    "NUL": '[{"id": "x", "type": "book", "title": "a\\u0000b"}]',
    "surrogate": '[{"id": "x", "type": "book", "title": "a\\ud800b"}]',
    "direction": '[{"id": "x", "type": "book", "title": "a\\u202eb"}]',
    "twins": '[{"id": "x", "type": "book", "custom": {"\\u00e9": 1, "e\\u0301": 2}}]',
    "no object": "[{}, 1]",
    "prototype": '[{"id": "x", "type": "book", "__proto__": {"a": 1}}]',
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_json_that_says_two_things_or_nothing_is_refused(case: str) -> None:
    with pytest.raises((InputRefused, ValidationError)) as refused:
        pasted(REFUSED[case])
    sentence = " ".join(getattr(refused.value, "messages", [str(refused.value)]))
    assert 10 < len(sentence) < 600


@pytest.mark.parametrize("depth", [10, 100, 230, 300, 450, 900, 5000])
def test_json_of_any_depth_is_kept_or_refused(depth: int) -> None:
    refuses(pasted)(nested(depth))


@pytest.mark.django_db
@pytest.mark.parametrize("depth", [50, 150, 230, 320, 450])
def test_json_of_any_depth_is_saved_and_shown_or_refused(cast: Cast, depth: int) -> None:
    try:
        article = cast.draft(references=ReferencesField().to_python(nested(depth)))
    except (InputRefused, ValidationError):
        return
    client = signed_in(cast.writer)
    assert client.get(article.get_absolute_url()).status_code == 200
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert client.get(address).status_code == 200


def test_good_json_is_kept() -> None:
    assert pasted(item(volume=2**53 - 1))[0]["volume"] == 2**53 - 1
    assert pasted(nested(3))[0]["custom"]


def footnoted(count: int) -> bytes:
    marks = "".join(f"a[^{n}] " for n in range(count))
    notes = "".join(f"[^{n}]: b\n" for n in range(count))
    return f"# T\n\n{marks}\n\n{notes}".encode()


def marked_page(count: int) -> bytes:
    marks = "".join(f"a<sup><a href='#f{n}'>{n % 999}</a></sup> " for n in range(count))
    notes = "".join(f"<li id='f{n}'>Aside {n}.</li>" for n in range(count))
    return f"<h1>T</h1><p>{marks}</p><ol>{notes}</ol>".encode()


def listed_page(count: int) -> bytes:
    items = "".join(f"<li>Roe J. Joints. J Pain. 2020;1(1):{n}.</li>" for n in range(count))
    return f"<h1>T</h1><p>a</p><h2>References</h2><ol>{items}</ol>".encode()


def document_with_notes(count: int) -> bytes:
    body = "".join(
        f'<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id="{n + 2}"/></w:r></w:p>'
        for n in range(count)
    )
    notes = "".join(
        f'<w:footnote w:id="{n + 2}"><w:p><w:r><w:t>b</w:t></w:r></w:p></w:footnote>'
        for n in range(count)
    )
    return docx(
        {
            "word/document.xml": document(f"{TEXT}{body}"),
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>',
        }
    )


FILES: dict[str, tuple[Callable[[int], bytes], int]] = {
    "a.md": (footnoted, 1_000),
    "a.html": (marked_page, 600),
    "b.html": (listed_page, 250),
    "a.docx": (document_with_notes, 300),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_reading_notes_and_references_grows_with_their_number(name: str) -> None:
    made, size = FILES[name]
    assert growth(lambda count: list(importers.read(made(count), name)), size) < LINEAR


@pytest.mark.slow
def test_a_large_paste_is_read_in_a_time_that_grows_with_it() -> None:
    def many_fields(count: int) -> object:
        fields = ",".join(f'"a{n}": {n}' for n in range(count))
        return pasted(f'[{{"id": "x", "type": "book", "custom": {{{fields}}}}}]')

    def many_items(count: int) -> object:
        return pasted(json.dumps([{"id": f"x{n}", "type": "book"} for n in range(count)]))

    def many_lines(count: int) -> object:
        return pasted("\n".join("The same title of a book" for _ in range(count)))

    def many_authors(count: int) -> object:
        return AuthorsField().to_python("A. Author\n" * count)

    def many_topics(count: int) -> object:
        return TopicsField().to_python("MeSH D006073\n" * count)

    for work, size in ((many_fields, 2_000), (many_items, 250), (many_lines, 250),
                       (many_authors, 20_000), (many_topics, 20_000)):  # fmt: skip
        assert growth(work, size) < LINEAR, work.__name__


@pytest.mark.slow
def test_numbering_citations_grows_with_their_number() -> None:
    def body(count: int) -> str:
        return " ".join(f"Word[@k{n}]." for n in range(count))

    def work(count: int) -> object:
        items = [{"id": f"k{n}", "type": "book", "title": "T"} for n in range(count)]
        return markdown.render(body(count), items)

    assert growth(work, 500) < LINEAR
