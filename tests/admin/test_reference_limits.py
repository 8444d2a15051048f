"""More references than an article takes: said at every door, and none of them lost."""

from __future__ import annotations

import json

import pytest

from articles import workflow
from articles.content.references import MOST
from articles.errors import InputRefused
from articles.models import Article
from tests.admin.browser_form import sent_by
from tests.admin.conftest import address
from tests.cast import content

pytestmark = pytest.mark.slow  # many cases

TOO_MANY = f"at most 1,000 references; these are {MOST + 3:,}"


def many(count, start=0):
    return [{"id": f"r{n}", "type": "book", "title": f"T{n}"} for n in range(start, start + count)]


def change(article):
    return address("articles_article_change", article.pk)


def rows_of(items, start=0):
    """What the form sends of references as they are stored."""
    return {f"references-{n}-csl": json.dumps(item) for n, item in enumerate(items, start)}


@pytest.fixture
def begun(cast, at_door):
    article = cast.draft()
    client = at_door(cast.writer)
    return article, client, sent_by(client.get(change(article)).text)


def test_a_form_with_more_rows_is_refused_and_shows_every_row(begun, rows):
    article, client, sent = begun
    before = rows()
    typed = sent | rows_of(many(MOST + 2), start=1) | {"reason": "Many"}
    answer = client.post(change(article), typed)
    assert (answer.status_code, rows()) == (422, before)
    assert TOO_MANY in answer.context["form"].errors["references"][0]
    assert sum(name.endswith("-csl") for name in sent_by(answer.text)) == MOST + 3


def test_as_many_as_an_article_takes_are_saved_whatever_their_places(begun):
    article, client, sent = begun
    typed = sent | rows_of(many(MOST - 1), start=700) | {"reason": "Many"}
    assert client.post(change(article), typed).status_code == 302
    assert len(Article.objects.get(pk=article.pk).references) == MOST


def test_an_addition_that_makes_too_many_adds_nothing(begun, rows):
    article, client, sent = begun
    before = rows()
    pasted = json.dumps(many(3, start=MOST))
    typed = sent | rows_of(many(MOST - 1), start=1)
    typed |= {"references-add": pasted, "_add_references": "1"}
    answer = client.post(change(article), typed)
    assert (answer.status_code, rows()) == (422, before)
    assert TOO_MANY in answer.text
    again = sent_by(answer.text)
    assert again["references-add"] == pasted and f"references-{MOST}-csl" not in again


def test_every_other_door_refuses_them_too(cast):
    text = content(references=many(MOST + 3))
    with pytest.raises(InputRefused, match=TOO_MANY) as caught:
        workflow.save_draft(None, text, actor=cast.writer, reason="Many")
    assert (caught.value.field, caught.value.code) == ("references", "too_many")
