"""The address of an article: changed until readers know it."""

from __future__ import annotations

import pytest

from articles.models import Article, LedgerEntry
from articles.stages import Event, Stage
from tests.admin.conftest import address

pytestmark = pytest.mark.slow


def page_of(article):
    return address("articles_article_address", article.pk)


def test_a_writer_changes_the_address_before_the_first_release(cast, at_door):
    article = cast.draft()
    client = at_door(cast.writer)
    assert page_of(article) in client.get(address("articles_article_change", article.pk)).text
    assert client.get(page_of(article)).context["form"]["slug"].value() == "gout-flares"
    response = client.post(page_of(article), {"slug": "gout"})
    assert (response.status_code, Article.objects.get().slug) == (302, "gout")
    assert LedgerEntry.objects.latest("seq").kind == Event.ARTICLE_RENAME


@pytest.mark.parametrize("slug", ["", "two words", "../admin", "x" * 81, "taken"])
def test_an_address_that_cannot_be_is_refused_under_its_field(cast, at_door, rows, slug):
    article = cast.draft()
    cast.draft(title="Taken")
    before = rows()
    response = at_door(cast.writer).post(page_of(article), {"slug": slug, "more": "x"})
    assert (response.status_code, rows()) == (422, before)
    assert list(response.context["form"].errors) == ["slug"]


def test_an_address_that_readers_know_stays(cast, at_door, rows):
    article = cast.article_in(Stage.PUBLISHED)
    client, before = at_door(cast.writer), rows()
    assert page_of(article) not in client.get(address("articles_article_change", article.pk)).text
    response = client.post(page_of(article), {"slug": "gout"})
    assert (response.status_code, rows()) == (409, before)
    assert "Readers know this address" in response.text


def test_who_may_not_write_gives_no_address(cast, at_door, rows):
    article = cast.draft()
    before = rows()
    for user in (cast.auditor, cast.publisher, cast.officer, cast.physician, cast.superuser):
        client = at_door(user)
        assert client.get(page_of(article)).status_code == 403
        assert client.post(page_of(article), {"slug": "gout"}).status_code == 403
    assert rows() == before
