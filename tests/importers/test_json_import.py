"""Article JSON and JSON Lines: our own export comes back, anything else is one sentence."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from articles.canonical import content_digest
from articles.errors import InputRefused
from articles.importers import ImportFault, read
from articles.importers.our_article import OTHER_WORDS

OUR_ID = "6f1c3f3e-0000-4000-8000-000000000001"
BYLINE = "Medically reviewed by Jane Roe, MD; American Board of Dermatology"
CONTENT = {
    "article_type": "condition",
    "title": "Backs # and: necks",
    "summary": "Short.",
    "body": "# Kept[@roe2024]\n\nMedically reviewed by nobody",
    "references": [{"id": "roe2024", "type": "book", "title": "Backs: a story"}],
    "audience": "patient",
    "locale": "en-US",
    "authors": ["Wren Tully"],
    "funding": "None",
    "topics": [{"system": "MeSH", "code": "D1"}],
    "specialty": "rheumatology",
}


def article(**changes: object) -> dict[str, object]:
    """What our JSON export writes of ``CONTENT``, as far as it is read."""
    return {
        "schema": "reviewflow/article@1",
        "id": OUR_ID.upper(),
        "slug": "backs",
        "version": 7,
        **{k: CONTENT[k] for k in ("title", "summary", "locale", "article_type", "audience")},
        "specialty": "rheumatology",
        "canonical_url": "https://health.example.org/backs/",
        "topics": [{"system": "MeSH", "code": "D1", "label": "Back"}],
        "authors": [{"name": "Wren Tully"}],
        "body": {"format": "markdown", "text": CONTENT["body"]},
        "html": "\x00 not read",
        "references": CONTENT["references"],
        "disclosure": "None",
        "stage": "published",
        "last_reviewed": "2026-11-24",
        "reviewers": [{"printed_name": "Jane Roe, MD", "byline": BYLINE}],
        "content_digest": content_digest(CONTENT),
        **changes,
    }


def one(value: object):
    (found,) = read(json.dumps(value).encode(), "b.json")
    return found


def refusal(data: bytes) -> str:
    with pytest.raises(InputRefused) as caught:
        list(read(data, "a.json"))
    return str(caught.value)


def test_everything_that_was_signed_comes_back_and_the_rest_is_a_claim():
    found = one(article())
    details = {**found.details, "authors": [each["name"] for each in found.details["authors"]]}
    details["topics"] = [{"system": "MeSH", "code": "D1"}]
    assert {
        **details,
        "title": found.title,
        "summary": found.summary,
        "body": found.body,
        "references": found.references,
    } == CONTENT
    assert (found.slug_hint, found.source_id) == ("backs", f"reviewflow:{OUR_ID}")
    assert (found.live_url, found.claimed_on) == (
        *("https://health.example.org/backs/", dt.date(2026, 11, 24)),
    )
    assert [claim.raw_line for claim in found.claims] == [BYLINE]
    assert found.notes == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Backs"},
        {"body": {"format": "markdown", "text": "Other words"}},
        {"disclosure": "Acme"},
        {"authors": [{"name": "Somebody Else"}]},
        {"content_digest": "sha256:" + "0" * 64},
        {"content_digest": 7},
        {"topics": "none"},
    ],
)
def test_words_that_are_not_those_exported_are_told(changes):
    assert one(article(**changes)).notes == (OTHER_WORDS,)


def test_pictures_that_did_not_travel_are_told():
    picture = "sha256:" + "7e" * 32
    body = {"format": "markdown", "text": f"Look.\n\n![A toe]({picture})"}
    assert one(article(body=body)).notes[0] == (
        "Its pictures are not in the file; add them to the draft (sha256:7e7e7e7e7e7e)."
    )


def written(**changes: object) -> bytes:
    return json.dumps(article(**changes)).encode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is not JSON: expecting value, at character 1."),
        (b"\xff\xfe{}", "is not UTF-8, as JSON is."),
        (b"%PDF-1.7", "is not JSON: expecting value, at character 1."),
        (b"[]", "is JSON, but not one object."),
        (b'"words"', "is JSON, but not one object."),
        (b"{}", "is no article JSON: its schema is none, not “reviewflow/article@1”."),
        (
            b'{"schema": "reviewflow/article@2"}',
            "is no article JSON: its schema is “reviewflow/article@2”, not “reviewflow/article@1”.",
        ),
        (b'{"title": "1 g", "title": "100 g"}', "names “title” twice in one object."),
        (b'{"a": [{"b": 1, "b": 2}]}', "names “b” twice in one object."),
        (b'{"a": NaN}', "holds the number NaN; only whole numbers can be stored."),
        (b'{"a": -Infinity}', "holds the number -Infinity; only whole numbers can be stored."),
        (b'{"a": 1.5}', "holds the number 1.5; only whole numbers can be stored."),
        (b'{"a": 1e400}', "holds the number 1e400; only whole numbers can be stored."),
        (
            b'{"a": ' + b"9" * 100_000 + b"}",
            f"holds the number {'9' * 40}…, which is too large to be stored.",
        ),
        (b"[" * 1_000_000, "has lists and objects nested deeper than can be read."),
        (b'{"a":' * 1_000_000, "has lists and objects nested deeper than can be read."),
        (
            b'{"a": ' + b"[" * 60 + b"]" * 60 + b"}",
            "in “a”, lists and objects are nested more than 40 deep.",
        ),
        (b'{"a": "\x01"}', "is not JSON: invalid control character, at character 8."),
        (
            written(title="a\u202eb"),
            "in “title”, the character U+202E on line 1 cannot be stored; remove it.",
        ),
        (
            written(title="a\x00b"),
            "in “title”, the character U+0000 on line 1 cannot be stored; remove it.",
        ),
        (
            written(summary="a\n\ud800"),
            "in “summary”, the character U+D800 on line 2 cannot be stored; remove it.",
        ),
        (written(title=7), "its “title” must be text."),
        (written(title=["a"]), "its “title” must be text."),
        (written(title=""), "has no title."),
        (written(title="a" * 301), "has a title of 301 characters; at most 300 fit."),
        (written(disclosure={"a": 1}), "its “disclosure” must be text."),
        (written(body="words"), "has no body in Markdown."),
        (written(body={"format": "html", "text": "<p>"}), "has no body in Markdown."),
        (written(body={"format": "markdown", "text": 7}), "its “text” must be text."),
        (written(body={"format": "markdown"}), "has a title but no text."),
        (written(body={"format": "markdown", "text": "a" * 1_000_001}), "has a text of 1.0 MB; at"),
        (written(references={"a": 1}), "among its references, must be a list of CSL-JSON items."),
        (
            written(references=[{"id": "a", "type": "nothing"}]),
            "among its references, item 1 (a), type: “nothing” is not a CSL-JSON type.",
        ),
        (
            written(references=[]),
            "in its body, line 1 cites “roe2024”, which is not among its references.",
        ),
    ],
    ids=lambda value: repr(value)[:40] if isinstance(value, bytes) else "",
)
def test_bad_json_is_one_sentence_that_names_the_file(data, sentence):
    assert refusal(data).startswith(f"a.json: {sentence}")


def lines(*values: bytes) -> list:
    return list(read(b"\n".join(values), "all.jsonl"))


def test_each_line_is_an_article_and_a_bad_one_is_a_fault_of_its_own():
    withdrawn = b'{"id": "x", "slug": "gone", "status": "withdrawn"}'
    found = lines(written(slug="one"), b"", b"{", withdrawn, written(slug="two", title=""), b"")
    assert [(each.item, isinstance(each, ImportFault)) for each in found] == [
        *((0, False), (1, True), (2, True), (3, True)),
    ]
    assert found[0].slug_hint == "one"
    assert [each.sentence[:27] for each in found[1:]] == [
        "line 3 is not JSON: expecti",
        "line 4 is no article JSON: ",
        "has no title.",
    ]


def test_lines_keep_their_number_and_their_source():
    found = lines(written(slug="one"), written(slug="two"))
    assert [(each.item, each.slug_hint) for each in found] == [(0, "one"), (1, "two")]
    assert len({each.source_digest for each in found}) == 1


def test_a_mark_at_the_beginning_is_no_part_of_the_json():
    (found,) = read(b"\xef\xbb\xbf" + written(), "a.json")
    assert found.title == CONTENT["title"]
    assert lines(b"\xef\xbb\xbf" + written())[0].title == CONTENT["title"]
