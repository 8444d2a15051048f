"""Markdown files: our own export comes back byte for byte; other people's are read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.canonical import clean_text
from articles.errors import InputRefused
from articles.importers import read

REFERENCE = {"id": "roe2024", "type": "book", "title": "Backs: a story"}
BYLINE = "Medically reviewed by Jane Roe, MD; American Board of Dermatology"


UNTITLED = "has no title; begin it with “# Title” or with front matter that has one."
UNREADABLE = "line 2 of the front matter has a value for “a” that cannot be read."


def exported(body: str, **more: object) -> bytes:
    """A file as our Markdown export writes it."""
    matter = {
        "schema": "reviewflow/article@1",
        "title": "Backs # and: necks",
        "references": [REFERENCE],
        **more,
    }
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in matter.items())
    return f"---\n{lines}---\n\n{body}\n".encode()


def refusal(data: bytes) -> str:
    with pytest.raises(InputRefused) as caught:
        read(data, "a.md")
    return str(caught.value)


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\n\t-#>")))
def test_the_body_of_our_own_export_comes_back_byte_for_byte(text):
    try:
        body = clean_text(text, "body")
    except InputRefused:
        return
    if body.strip() and "[@" not in body:
        assert read(exported(body), "a.md")[0].body == body


def test_everything_else_of_our_own_export_comes_back():
    (article,) = read(
        exported(
            "# Kept[@roe2024]\n\nMedically reviewed by nobody",
            id="6f1c",
            slug="backs",
            summary="Short.",
            locale="en-US",
            topics=[{"system": "MeSH", "code": "D1", "label": "Back"}],
            reviewers=[{"printed_name": "Jane Roe, MD", "byline": BYLINE}],
            version=7,
        ),
        "b.md",
    )
    assert article.title == "Backs # and: necks"
    assert article.body == "# Kept[@roe2024]\n\nMedically reviewed by nobody"
    assert (article.summary, article.slug_hint, article.source_id) == ("Short.", "backs", "6f1c")
    assert article.references == [REFERENCE]
    assert [claim.raw_line for claim in article.claims] == [BYLINE]
    assert article.details == {
        "locale": "en-US",
        "topics": [{"system": "MeSH", "code": "D1", "label": "Back"}],
    }


def test_another_file_gives_up_its_title_heading_and_byline():
    (article,) = read(
        f"# The *title*\n\nText.\n\n*{BYLINE}*\n\n## More\n\nEnd.\n".encode(), "x y.md"
    )
    assert (article.title, article.slug_hint) == ("The title", "x-y")
    assert [claim.printed_name for claim in article.claims] == ["Jane Roe, MD"]
    assert article.body == "Text.\n\n\n## More\n\nEnd."


def test_plain_front_matter_is_read():
    (article,) = read(
        b"---\ntitle: Plain words\n# a remark\nempty:\nlocale: en\n---\nText.", "a.md"
    )
    assert (article.title, article.body, article.details) == (
        *("Plain words", "Text.", {"locale": "en"}),
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Text.", UNTITLED),
        (b"## Two\n\nText.", UNTITLED),
        (b"---\ntitle: x\n", "line 1 opens front matter with “---” that nothing closes."),
        (b"---\ntitle: x\n  - y\n---\n", "line 3 of the front matter is not “key: value”."),
        (b"---\na: 1\na: 2\n---\n", "line 3 of the front matter repeats “a”."),
        (b"---\na: {b: 1}\n---\n", UNREADABLE),
        (b"---\na: &x y\n---\n", UNREADABLE),
        (b"---\na: 1.5\n---\n", UNREADABLE),
        (b"---\na: [NaN]\n---\n", UNREADABLE),
        (b'---\na: {"b": 1, "b": 2}\n---\n', UNREADABLE),
        (b"---\na: " + b"[" * 100_000 + b"\n---\n", UNREADABLE),
        (b"---\ntitle: 7\n---\nText.", "the front matter's “title” must be text."),
        (
            b"---\ntitle: x\n---\n\nOne.\n\nTwo[@gone].",
            "line 7 cites “gone”, which is not among its references.",
        ),
        (b"# T\n\nOne\ntwo[@gone].", "line 4 cites “gone”, which is not among its references."),
        (
            b'---\ntitle: x\nreferences: [{"id": "a"}]\n---\nText.',
            "among its references, item 1 (a), type: is missing.",
        ),
        (exported("")[:-1], "has a title but no text."),
    ],
)
def test_a_refusal_names_file_and_line(data, sentence):
    assert refusal(data) == f"a.md: {sentence}"
