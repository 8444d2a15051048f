"""A tick at a reference holds while the reference and every sentence citing it are the same."""

from __future__ import annotations

import pytest

from articles.content.citing import citing_digests, sentences
from tests.growth import growth

REFERENCES = [
    {"id": "a", "type": "book", "title": "On coughs"},
    {"id": "b", "type": "book", "title": "On rest"},
    {"id": "c", "type": "book", "title": "Never cited"},
]
BODY = """\
## Coughs

Most coughs *pass*. Honey helps many[@a], and rest helps all[@b]. Few need more.

Nobody knows why.[@a; @b] It may be the sleep.

| who | dose |
|-----|------|
| men | 5 mg[@a] |
| all | 1 mg |
"""


def citing_digest(body, references, key):
    return citing_digests(body, references)[key]


def same(key, old, new):
    """Whether the digest of a key survives the edit."""
    assert BODY.count(old) == 1
    return citing_digest(BODY, REFERENCES, key) == citing_digest(
        BODY.replace(old, new), REFERENCES, key
    )


def test_words_elsewhere_do_not_matter():
    assert same("a", "Most coughs *pass*.", "Most coughs pass in a week. Some do not.")
    assert same("a", "Few need more.", "None.")
    assert same("a", "| all | 1 mg |", "| all | 2 mg |")
    assert same("a", "It may be the sleep", "It is the sleep")


def test_every_sentence_that_cites_matters():
    assert not same("a", "Honey helps many", "Honey helps some")
    assert not same("a", "Nobody knows", "Somebody knows")
    assert not same("a", "5 mg", "50 mg")


def test_the_row_and_the_headings_of_a_table_matter():
    assert not same("a", "| men |", "| women |")
    assert not same("a", "| dose |", "| dose a week |")
    assert same("b", "| dose |", "| dose a week |")


def test_formatting_line_breaks_and_other_citations_do_not_matter():
    assert same("a", "Honey helps many", "**Honey**\nhelps  many")
    assert same("a", "all[@b]", "all")
    assert same("a", "[@a; @b]", "[@b; @a]")
    assert not same("b", "all[@b]", "all")


def test_a_citation_that_moves_to_another_claim_matters():
    assert not same("a", "many[@a], and rest helps all[@b].", "many, and rest helps all[@b; @a].")


def test_a_citation_after_the_full_stop_belongs_to_the_sentence_before():
    assert same("b", "It may be", "It might be")
    body = "One. [@a] Two."
    for new in ("Uno. [@a] Two.", "One. [@a] Due."):
        assert citing_digest(body, REFERENCES, "a") != citing_digest(new, REFERENCES, "a")


def test_the_order_of_the_sentences_matters():
    one, other = "First it is[@a]. Then not[@a].", "Then not[@a]. First it is[@a]."
    assert citing_digest(one, REFERENCES, "a") != citing_digest(other, REFERENCES, "a")


def test_the_reference_itself_matters():
    other = [{**REFERENCES[0], "title": "On colds"}, *REFERENCES[1:]]
    assert citing_digest(BODY, other, "a") != citing_digest(BODY, REFERENCES, "a")
    assert citing_digest(BODY, other, "b") == citing_digest(BODY, REFERENCES, "b")


def test_a_reference_that_nobody_cites_has_a_digest_too():
    assert citing_digest("", REFERENCES, "c") == citing_digest(BODY, REFERENCES, "c")
    assert citing_digest(BODY, REFERENCES, "c").startswith("sha256:")


def test_citations_in_code_are_none():
    assert citing_digest("`[@a]` x", REFERENCES, "a") == citing_digest("", REFERENCES, "a")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Give 1.5 mg. Then stop.", ["Give 1.5 mg.", "Then stop."]),
        ("See Dr. Amsel vs. Dr. Birk.", ["See Dr. Amsel vs. Dr. Birk."]),
        ("Fruit, e.g. Plums, helps.", ["Fruit, e.g. Plums, helps."]),
        ("It said “No.” 5 did not.", ["It said “No.”", "5 did not."]),
        ("J. Amsel wrote it… and left.", ["J. Amsel wrote it… and left."]),
        ("  \n", []),
    ],
)
def test_sentences_end_where_a_new_one_begins(text, parts):
    assert [text[start:end] for start, end in sentences(text)] == parts


@pytest.mark.slow
def test_the_time_to_read_grows_with_the_length_of_the_text():
    assert growth(lambda n: citing_digest("Mr. A is[@a]. " * n, REFERENCES, "a"), 1_000) < 10
