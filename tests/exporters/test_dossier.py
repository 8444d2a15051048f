"""A dossier cannot put a byline over words that nobody signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from articles.errors import InputRefused

from . import samples


def test_other_words_under_the_same_digest_are_refused():
    dossier = samples.plain()
    with pytest.raises(InputRefused) as refusal:
        replace(dossier, content=samples.content(body="Take 3 g."))
    assert refusal.value.code == "digest"


def test_a_statement_that_was_edited_is_refused():
    signature = samples.plain().signatures[0]
    with pytest.raises(InputRefused):
        replace(signature, statement=signature.statement.replace("Ruth", "Rute"))


def test_a_signing_time_without_zone_is_refused():
    signature = samples.plain().signatures[0]
    with pytest.raises(InputRefused):
        replace(signature, signed_at=dt.datetime(2026, 11, 24, 9, 51))  # noqa: DTZ001


@pytest.mark.req("P11-18")
@pytest.mark.parametrize(
    "other",
    [
        {"version": 2},
        {"article": samples.identifier("elsewhere")},
        {"content_digest": "sha256:" + "0" * 64},
        {"meaning": "publication_release"},
    ],
)
def test_a_signature_of_something_else_does_not_count_as_a_review(other):
    words, slug = samples.content(), "stiff-mornings"
    said = samples.statement(words, slug, "ruth") | other
    dossier = samples.dossier(slug, words, samples.signature(said))
    assert not dossier.reviewed
    assert dossier.reviewers == ()
    assert dossier.review_lines == ("Not medically reviewed (version 3)",)
    assert dossier.reviewed_on is None


def test_a_withdrawn_signature_does_not_count():
    assert not samples.unreviewed().reviewed


def test_the_withdrawal_of_a_signature_is_no_signature_for_the_text():
    words, slug = samples.content(), "stiff-mornings"
    said = samples.statement(words, slug, "pat", meaning="signature_withdrawal")
    assert samples.dossier(slug, words, samples.signature(said)).counted == ()


def test_a_periodic_review_alone_is_not_a_medical_review():
    words, slug = samples.content(), "stiff-mornings"
    said = samples.statement(words, slug, "ruth", meaning="periodic_review")
    assert not samples.dossier(slug, words, samples.signature(said)).reviewed


def test_bylines_stand_in_the_order_of_the_signatures_and_an_empty_one_is_not_shown():
    dossier = samples.two_reviewers()
    assert [each.printed_name for each in dossier.reviewers] == [
        "Ruth Amsel, MD",
        "Omar Weiß-O’Neil, DO",
    ]
    assert dossier.review_lines == (dossier.signatures[0].byline,)


def test_topics_are_the_signed_codes_with_labels_where_there_are_any():
    topics = [{"system": "MeSH", "code": "D001168"}, {"system": "X", "code": "1:2"}]
    words = samples.content(topics=topics)
    dossier = samples.dossier("a", words)
    assert [(t.system, t.code, t.label) for t in dossier.topics] == [
        ("MeSH", "D001168", "Arthritis"),
        ("X", "1:2", "1:2"),
    ]
