"""What content must be like, whichever door it comes through."""

from __future__ import annotations

import pytest

from articles import workflow
from articles.errors import InputRefused
from tests.admin.browser_form import sent_by
from tests.admin.conftest import address, at_door  # noqa: F401 (a fixture)
from tests.cast import content


@pytest.mark.parametrize("locale", ["en_US", "English!", "", "en-", "e", "EN-us", "en-US\n"])
def test_a_locale_is_a_language_tag_at_every_door(cast, locale):
    with pytest.raises(InputRefused) as caught:
        workflow.save_draft(None, content(locale=locale), actor=cast.writer, reason="New")
    assert caught.value.field == "locale"


@pytest.mark.parametrize("locale", ["en", "de-CH", "zh-Hant-TW"])
def test_language_tags_are_kept(cast, locale):
    assert cast.draft(locale=locale).locale == locale


def test_authors_are_one_printed_line_each_and_none_is_blank(cast):
    article = cast.draft(authors=["", " ", " Jo Roe\u00a0", "A\nB", "\u2009", "Wren  Tully"])
    assert article.authors == ["Jo Roe", "A B", "Wren  Tully"]


@pytest.mark.parametrize("authors", [["", " "], [" A ", "A"], ["A\nB", ""]])
def test_a_form_that_was_not_touched_changes_nothing(cast, at_door, authors):  # noqa: F811
    article, client = cast.draft(authors=authors), at_door(cast.writer)
    page = address("articles_article_change", article.pk)
    assert client.post(page, sent_by(client.get(page).text)).status_code == 302
    before = article.content_digest
    article.refresh_from_db()
    assert (article.version, article.content_digest) == (1, before)


def test_topics_have_no_spaces_at_their_ends(cast, at_door):  # noqa: F811
    topics = [{"system": " MeSH", "code": "D1\t"}, {"system": "MeSH", "code": "D1 "}]
    article, client = cast.draft(topics=topics), at_door(cast.writer)
    assert article.topics == [{"system": "MeSH", "code": "D1"}] * 2
    page = address("articles_article_change", article.pk)
    assert client.post(page, sent_by(client.get(page).text)).status_code == 302
