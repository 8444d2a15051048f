"""The digest covers every word a physician signs, and nothing else."""

from __future__ import annotations

import hashlib
import json

import pytest

from articles import workflow
from articles.canonical import CONTENT_FIELDS, content_bytes, content_digest
from articles.models import Article
from tests.cast import Cast, content

CHANGES = {
    "article_type": "treatment",
    "title": "Gout flare",
    "summary": "What to do when a toe swells",
    "body": "Gout is a painful arthritis.",
    "references": [{"id": "handbook", "type": "book", "title": "A handbook of joint"}],
    "audience": "clinician",
    "locale": "en-GB",
    "authors": ["Wren Tuly"],
    "funding": "none",
    "topics": [],
    "specialty": "internal_medicine",
}

ORDINARY = content()


def test_what_is_signed_is_this_list() -> None:
    assert CONTENT_FIELDS == (
        "article_type",
        "title",
        "summary",
        "body",
        "references",
        "audience",
        "locale",
        "authors",
        "funding",
        "topics",
        "specialty",
    )
    assert set(CHANGES) == set(CONTENT_FIELDS)


@pytest.mark.parametrize("name", CONTENT_FIELDS)
def test_a_change_of_any_signed_field_changes_the_digest(name) -> None:
    assert content_digest({**ORDINARY, name: CHANGES[name]}) != content_digest(ORDINARY)


@pytest.mark.parametrize("name", CONTENT_FIELDS)
def test_content_without_one_of_the_fields_has_no_digest(name) -> None:
    with pytest.raises(KeyError, match=name):
        content_digest({k: v for k, v in ORDINARY.items() if k != name})


def test_words_cannot_wander_from_one_field_to_the_next() -> None:
    moved = {**ORDINARY, "title": "Gout", "summary": "flares" + ORDINARY["summary"]}

    assert content_digest(moved) != content_digest(ORDINARY)


def test_fields_outside_the_list_and_their_order_do_not_count() -> None:
    more = {"slug": "x", "version": 9, **dict(reversed(ORDINARY.items()))}

    assert content_bytes(more) == content_bytes(ORDINARY)


def test_the_bytes_say_under_which_rules_they_were_made() -> None:
    said = json.loads(content_bytes(ORDINARY))

    assert said == {"schema": "reviewflow/content@1", **ORDINARY}


def test_a_digest_made_today_is_made_for_ever() -> None:
    """Every signature ever given hangs on this value; it must never change."""
    plain = dict.fromkeys(CONTENT_FIELDS, "") | {"references": [], "authors": [], "topics": []}
    expected = (
        '{"article_type":"","audience":"","authors":[],"body":"","funding":"","locale":"",'
        '"references":[],"schema":"reviewflow/content@1","specialty":"","summary":"","title":"",'
        '"topics":[]}'
    )

    assert content_bytes(plain).decode() == expected
    assert content_digest(plain) == f"sha256:{hashlib.sha256(expected.encode()).hexdigest()}"


@pytest.mark.django_db
def test_address_and_stage_of_an_article_do_not_count(cast: Cast) -> None:
    article = cast.draft()
    before = article.content_digest

    Article.objects.filter(pk=article.pk).update(slug="elsewhere", canonical_url="https://a.test")
    submitted = cast.submit(Article.objects.get(pk=article.pk))

    assert submitted.slug == "elsewhere"
    assert submitted.stage == "medical_review"
    assert content_digest(submitted.content) == submitted.content_digest == before


@pytest.mark.django_db
def test_topics_are_a_set_their_order_and_labels_do_not_count(cast: Cast) -> None:
    mesh = {"system": "MeSH", "code": "D006073"}
    icd = {"system": "ICD-10-CM", "code": "M10.9"}
    first = cast.draft(topics=[mesh, icd])

    second = cast.draft(topics=[{**icd, "label": "Gout, unspecified"}, mesh])

    assert first.topics == second.topics == [icd, mesh]
    assert first.content_digest == second.content_digest


@pytest.mark.django_db
def test_the_same_words_typed_elsewhere_are_the_same_words(cast: Cast) -> None:
    """Line ends and composed letters depend on the keyboard; the signed text does not."""
    here = cast.draft(summary="Sjögren\nand you")
    there = cast.draft(summary="Sjo\u0308gren\r\nand you")

    assert here.content_digest == there.content_digest


@pytest.mark.django_db
def test_the_stored_row_gives_back_the_digest_that_it_carries(cast: Cast) -> None:
    """JSON columns come back from the database as the very values that were hashed."""
    article = cast.draft(authors=["Ømer 😀", "z", "a"], summary="dose 0.5 mg")

    stored = Article.objects.get(pk=article.pk)
    record = stored.history.latest("history_id")

    assert content_digest(stored.content) == stored.content_digest == article.content_digest
    assert content_digest(record.content) == record.content_digest == article.content_digest
    assert content_bytes(stored.content) == content_bytes(record.content)


@pytest.mark.django_db
def test_equal_words_write_no_new_version(cast: Cast) -> None:
    article = cast.draft()

    again = workflow.save_draft(
        article, content(), actor=cast.writer, reason="Nothing", base=article.content_digest
    )

    assert (again.version, again.history.count()) == (1, 1)
