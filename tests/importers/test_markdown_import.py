"""Markdown files: our own export comes back byte for byte; other people's are read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.canonical import clean_text
from articles.errors import InputRefused
from articles.importers import markdown_footnotes, read
from tests.growth import within

REFERENCE = {"id": "roe2024", "type": "book", "title": "Backs: a story"}
OUR_ID = "6f1c3f3e-0000-4000-8000-000000000001"
BYLINE = "Medically reviewed by Jane Roe, MD; American Board of Dermatology"


UNTITLED = "has no title; begin it with “# Title” or with front matter that has one."
UNREADABLE = "line 3 of the front matter has a value for “a” that cannot be read."


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
        assert next(read(exported(body), "a.md")).body == body


def test_everything_else_of_our_own_export_comes_back():
    (article,) = read(
        exported(
            "# Kept[@roe2024]\n\nMedically reviewed by nobody",
            id=OUR_ID.upper(),
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
    assert (article.summary, article.slug_hint, article.source_id) == (
        *("Short.", "backs", f"reviewflow:{OUR_ID}"),
    )
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
    ("written", "sentence"),
    [
        ("title: x\n  - y", "line 4 of the front matter is not “key: value”."),
        ("a: 1\na: 2", "line 4 of the front matter repeats “a”."),
        ("a: {b: 1}", UNREADABLE),
        ("a: &x y", UNREADABLE),
        ("a: 1.5", UNREADABLE),
        ("a: [NaN]", UNREADABLE),
        ('a: {"b": 1, "b": 2}', UNREADABLE),
        ("a: " + "[" * 100_000, UNREADABLE),
    ],
)
def test_our_own_front_matter_is_read_strictly(written, sentence):
    data = f'---\nschema: "reviewflow/article@1"\n{written}\n---\n'.encode()
    assert refusal(data) == f"a.md: {sentence}"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Text.", UNTITLED),
        (b"## Two\n\nText.", UNTITLED),
        (b"---\ntitle: x\n", "line 1 opens front matter with “---” that nothing closes."),
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


def noted(words: str, count: int) -> bytes:
    marks = " ".join(f"One[^{n}]." for n in range(count))
    return f"# Gout\n\n{marks}\n\n".encode() + b"".join(
        f"[^{n}]: {words} {2000 + n % 20};1:{n}.\n".encode() for n in range(count)
    )


def test_footnotes_of_one_title_have_keys_of_their_own():
    with within(20):
        [article] = read(noted("Roe J. Gout. J Joints.", 900), "gout.md")
    assert len({item["id"] for item in article.references}) == 900
    assert max(len(item["id"]) for item in article.references) <= 100


def test_a_footnote_that_is_no_reference_is_refused_by_its_line(monkeypatch):
    def bad(entry):
        return {"id": "a", "type": "book", "PMID": "no number"}

    monkeypatch.setattr(markdown_footnotes, "reference", bad)
    with pytest.raises(InputRefused) as refused:
        read(
            b"---\ntitle: Gout\n---\n\nOne.[^a]\n\n[^a]: Roe. 2020;1(1):1. doi:10.1000/a\n", "a.md"
        )
    assert str(refused.value).startswith("a.md: line 7, a footnote, (a), PMID: ")


def test_a_footnote_of_many_lines_is_read_in_one_walk():
    with within(10):
        [article] = read(b"# Gout\n\nOne.[^a]\n\n[^a]: Words\n" + b"    more\n" * 50_000, "gout.md")
    assert "1. Words more more" in article.body


@pytest.mark.parametrize(
    "value",
    [
        "0x" + "f" * 90_000,
        "0b" + "1" * 90_000,
        "9" * 90_000,
        ":".join(["59"] * 30_000),
        "!!timestamp x",
        "!!bool x",
    ],
    ids=lambda value: value[:12],
)
def test_a_number_or_day_that_is_none_is_refused_by_its_line(value):
    sentence = refusal(f"---\ntitle: Gout\nnested:\n  - {value}\n---\n\nWords.\n".encode())
    assert sentence == "a.md: line 4, in the front matter: has a number or day that cannot be read."


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("last_reviewed: 2025-02-30", "name no day were not kept (1): last_reviewed: 2025-02-30."),
        ("reviewed_on: March 2025", "name no day were not kept (1): reviewed_on: March 2025."),
        ("reviewed: 3/4/2025", "may mean two days were not kept (1): reviewed: 3/4/2025."),
        ("review_date: soon", "name no day were not kept (1): review_date: soon."),
    ],
)
def test_a_day_of_review_that_is_none_is_told_with_its_key(line, told):
    [article] = read(f"---\ntitle: Gout\ntags: [dry]\n{line}\n---\n\nWords.\n".encode(), "a.md")
    assert article.claimed_on is None
    assert f"Dates of review that {told}" in article.notes


@pytest.mark.parametrize(
    "written", ["7", "true", '"7"', "gout", "chapter one 2024", "20240107120000"]
)
def test_a_short_id_of_another_system_is_no_identity(written):
    [article] = read(f"---\ntitle: Gout\nid: {written}\n---\n\nWords.\n".encode(), "a.md")
    assert article.source_id == ""


@pytest.mark.parametrize(
    "written", [OUR_ID, "https://toes.example/7", "toes-2024010712", "urn:toes:00000001"]
)
def test_a_long_id_of_another_system_is_an_identity(written):
    [article] = read(f"---\ntitle: Gout\nid: {written}\n---\n\nWords.\n".encode(), "a.md")
    assert article.source_id == f"front-matter:{written}"


def test_an_id_in_our_own_export_that_is_none_of_ours_is_no_identity():
    [article] = read(exported("Words", id="7"), "a.md")
    assert article.source_id == ""


@pytest.mark.parametrize("heading", ["# Same  words", "Same words\n===", "# same *words*"])
def test_a_heading_that_says_the_title_again_leaves_the_text(heading):
    [article] = read(f"---\ntitle: Same words\n---\n\n{heading}\n\nText.".encode(), "a.md")
    assert (article.title, article.body) == ("Same words", "Text.")


def test_another_heading_than_the_title_stays():
    [article] = read(b"---\ntitle: One\n---\n\n# Two\n\nText.", "a.md")
    assert (article.title, article.body) == ("One", "# Two\n\nText.")


def test_what_prints_otherwise_here_is_told():
    text = (
        "<div>a</div> ![a heel](https://a.example/h(1).png 'A heel') and\n![](toe.png) "
        "[b](http://b.example/) [c](/d) `<i>` 5 < 6 <https://e.example/>"
    )
    [article] = read(f"# T\n\n{text}".encode(), "a.md")
    assert article.body.startswith("<div>a</div> a heel and\n [b](http://b.example/)")
    assert article.notes == (
        "HTML is kept as it is written, and shown so (2): <div>; </div>.",
        (
            "Pictures elsewhere were not fetched; their words are kept (2): "
            "a heel (https://a.example/h(1).png); no words for it (toe.png)."
        ),
        "Links are neither https nor mail; they print as text (2): http://b.example/; /d.",
    )


def test_keys_that_nothing_is_made_of_are_named():
    matter = "title: T\nlayout: post\ntags: [feet]\ndate: 2024-03-03\nslug: toes\nlang: en"
    [article] = read(f"---\n{matter}\n---\n\nText.".encode(), "a.md")
    assert article.notes == ("Not read from the front matter: layout, tags, date.",)
