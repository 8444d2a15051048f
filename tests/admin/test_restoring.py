"""An old text comes back as an edit like any other, and by nothing else."""

from __future__ import annotations

import pytest

from articles import workflow
from articles.canonical import CONTENT_FIELDS
from articles.models import Article, LedgerEntry
from articles.stages import Event, Stage
from tests.admin.conftest import address
from tests.cast import content

OTHER = {
    "article_type": "treatment",
    "title": "Colchicine",
    "summary": "For a flare.",
    "body": "Take 0.6 mg.[@label]",
    "references": [{"id": "label", "type": "book", "title": "The label"}],
    "audience": "clinician",
    "locale": "en-GB",
    "authors": ["Otto Writer"],
    "funding": "A foundation",
    "topics": [{"system": "MeSH", "code": "D003078"}],
    "specialty": "cardiology",
}


@pytest.fixture
def article(cast):
    """Two versions that differ in every signed column."""
    first = cast.draft()
    return saved(cast, first, **OTHER)


def saved(cast, article, **changes):
    return workflow.save_draft(
        article, changes, actor=cast.other_writer, reason="Redone", base=article.content_digest
    )


def page_of(article, version=1):
    record = article.history.get(version=version)
    return address("articles_article_restore", article.pk, record.pk)


def typed(article, **changes):
    return {"base": article.content_digest, "reason": "The old one was right", **changes}


def now(article):
    return Article.objects.get(pk=article.pk)


def test_the_page_shows_what_would_change_and_writes_nothing(cast, at_door, rows, article):
    before = rows()
    client = at_door(cast.writer)
    record = article.history.get(version=1)
    reading = client.get(address("articles_article_record", article.pk, record.pk)).text
    assert page_of(article) in reading and "Bring back this text" in reading
    page = client.get(page_of(article))
    assert page.status_code == 200
    labels = {line.label for line in page.context["fields"]}
    assert len(labels) == len(CONTENT_FIELDS) - 1  # everything but the body, which stands below
    assert "Gout is a painful arthritis" in page.text
    assert rows() == before


def test_every_signed_column_comes_back_as_the_next_version(cast, at_door, article):
    assert all(article.content[name] != content()[name] for name in CONTENT_FIELDS)
    answer = at_door(cast.writer).post(page_of(article), typed(article))
    assert answer.status_code == 302
    found, first = now(article), article.history.get(version=1)
    assert found.content == first.content and found.content_digest == first.content_digest
    assert found.version == 3
    newest = found.history.latest("history_id")
    assert newest.history_user == cast.writer
    assert newest.history_change_reason == "Version 1 brought back: The old one was right"
    entry = LedgerEntry.objects.latest("seq")
    assert entry.kind == Event.ARTICLE_SAVE and "Version 1 brought back" in entry.payload


def test_bringing_back_the_newer_one_undoes_it(cast, at_door, article):
    client = at_door(cast.writer)
    client.post(page_of(article), typed(article))
    client.post(page_of(article, 2), typed(now(article), reason="No, the new one"))
    assert now(article).content == article.content and now(article).version == 4


def test_an_address_and_an_owner_do_not_come_back(cast, at_door, article):
    workflow.rename(article, "another-address", actor=cast.writer)
    at_door(cast.other_writer).post(page_of(article), typed(article))
    assert (now(article).slug, now(article).owner) == ("another-address", cast.writer)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 401, "bad \x00 sign"])
def test_without_a_reason_that_can_be_kept_nothing_comes_back(cast, at_door, rows, article, reason):
    before = rows()
    page = at_door(cast.writer).post(page_of(article), typed(article, reason=reason))
    assert page.status_code == 422 and page.context["form"].errors["reason"]
    assert rows() == before


def test_somebody_else_saved_meanwhile(cast, at_door, rows, article):
    late = typed(article)
    theirs = saved(cast, now(article), title="Saved meanwhile")
    before, client = rows(), at_door(cast.writer)
    page = client.post(page_of(article), late)
    assert page.status_code == 409 and rows() == before
    assert "This article was saved anew" in page.text and "Saved meanwhile" in page.text
    assert "The old one was right" in page.text
    assert page.context["form"]["base"].value() == theirs.content_digest
    assert client.post(page_of(article), typed(theirs)).status_code == 302


@pytest.mark.parametrize("base", ["", "sha256:0"])
def test_a_forged_base_brings_nothing_back(cast, at_door, rows, article, base):
    before = rows()
    answer = at_door(cast.writer).post(page_of(article), typed(article, base=base))
    assert answer.status_code in {409, 422} and rows() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_text_that_stands_cannot_come_back(cast, at_door, rows, article, method):
    before = rows()
    page = getattr(at_door(cast.writer), method)(page_of(article, 2), typed(article))
    assert page.status_code == 409 and "nothing to bring back" in page.text
    assert rows() == before


def test_sent_twice_it_is_saved_once(cast, at_door, article):
    client, twice = at_door(cast.writer), typed(article)
    assert client.post(page_of(article), twice).status_code == 302
    assert client.post(page_of(article), twice).status_code == 409
    assert now(article).version == 3


@pytest.mark.parametrize("stage", [Stage.MEDICAL_REVIEW, Stage.APPROVED, Stage.PUBLISHED])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_a_draft_changes(cast, at_door, rows, stage, method):
    draft = saved(cast, cast.draft(), title="Second")
    article = cast.submit(draft)
    if stage != Stage.MEDICAL_REVIEW:
        article = cast.sign_off(article)
    if stage == Stage.PUBLISHED:
        article = cast.publish(article)
    before = rows()
    page = getattr(at_door(cast.writer), method)(page_of(article), typed(article))
    assert page.status_code == 409 and "The text can change only in a draft" in page.text
    assert rows() == before
    record = article.history.get(version=1)
    reading = at_door(cast.writer).get(address("articles_article_record", article.pk, record.pk))
    assert "The text can change only in a draft" in reading.text
    assert page_of(article) not in reading.text


@pytest.mark.parametrize("part", ["auditor", "physician", "publisher", "officer", "superuser"])
def test_who_does_not_write_brings_nothing_back(cast, at_door, rows, article, part):
    before, client = rows(), at_door(getattr(cast, part))
    assert client.get(page_of(article)).status_code == 403
    assert client.post(page_of(article), typed(article)).status_code == 403
    assert rows() == before
    record = article.history.get(version=1)
    reading = client.get(address("articles_article_record", article.pk, record.pk))
    assert "Bring back this text" not in reading.text


def test_a_version_of_another_article_is_not_found(cast, at_door, rows, article):
    other = cast.draft(title="Other")
    before = rows()
    page = address("articles_article_restore", article.pk, other.history.get().pk)
    assert at_door(cast.writer).post(page, typed(article)).status_code == 404
    assert rows() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(cast, at_door, rows, article, method):
    before = rows()
    assert getattr(at_door(cast.writer), method)(page_of(article)).status_code == 405
    assert rows() == before


def test_a_text_brought_back_carries_its_byline_again_only_if_it_is_the_signed_one(cast, at_door):
    article = cast.revised(cast.article_in(Stage.PUBLISHED), title="Second")
    client = at_door(cast.writer)
    assert client.post(page_of(article), typed(article)).status_code == 302
    found = now(article)
    assert found.content_digest == found.published_record.content_digest
    unsigned = client.get(
        address("articles_article_record", article.pk, article.history.get(version=2).pk)
    )
    assert "Not medically reviewed" in unsigned.text
