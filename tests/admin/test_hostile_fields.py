"""What no browser types: NUL, halves of characters, keys that no database can hold."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from articles.admin.bulk_acts import ACTS
from tests.admin.browser_form import sent_by
from tests.admin.conftest import address, form_of
from tests.cast import today

pytestmark = pytest.mark.slow  # many cases

HUGE = "9" * 23
HALF = '[{"id": "a%s", "type": "book", "title": "T"}]'
LATER = str(today() + dt.timedelta(days=30))
HOSTILE = {"NUL": "a\0b", "huge": HUGE, "half": '{"a": "\\ud800"}'}
OTHERS = {
    "references": ("_add_references",),
    "find": ("_add_picture",),
    "body": ("_merge", "_preview"),
}
"""What else may be pressed for a field than to save."""
hostile = pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)


def change(article):
    return address("articles_article_change", article.pk)


@hostile
def test_every_field_of_the_article_s_form(cast, at_door, value):
    article, client = cast.draft(), at_door(cast.writer)
    sent = sent_by(client.get(change(article)).text) | {"references": ""}
    lists = {"references": "", "topics": "", "authors": ""}
    for name in {*sent, "_copy", "references-add", "find"} - {"csrfmiddlewaretoken"}:
        typed = {**sent, name: value}
        if name.startswith("references-"):
            del typed["references"]
        for button in ("_save", *OTHERS.get(name.partition("-")[0], ())):
            answer = client.post(change(article), {**typed, button: "1"})
            assert answer.status_code in {302, 409, 422, 200}, (name, button)
        preview = address("articles_article_preview")
        assert client.post(f"{preview}?article={article.pk}", typed).status_code in {200, 422}
        assert client.post(address("articles_article_add"), typed | lists).status_code < 500
    assert client.post(f"{preview}?article=a%00b", sent).status_code == 404
    assert client.post(f"{preview}?article={HUGE}", sent).status_code == 404


@pytest.mark.parametrize(
    "field",
    [
        {"references": HALF % "\\ud800"},
        {"references": HALF.replace("id", "i\\udfff") % ""},
        {"references-0-csl": (HALF % "\\uD83D")[1:-1]},
        {"references-add": HALF % "\\udc00", "_add_references": "1"},
    ],
    ids=["lines", "name", "row", "paste"],
)
def test_half_a_character_in_json_is_refused_with_a_sentence(cast, at_door, rows, field):
    article, client = cast.draft(), at_door(cast.writer)
    sent = sent_by(client.get(change(article)).text) | {"reason": "Halves"}
    before = rows()
    answer = client.post(change(article), sent | field)
    assert (answer.status_code, rows()) == (422, before)
    assert "half a character" in answer.text or "details were damaged" in answer.text


def test_both_halves_in_json_are_one_character(cast, at_door):
    article, client = cast.draft(), at_door(cast.writer)
    sent = sent_by(client.get(change(article)).text) | {"reason": "Whole"}
    whole = json.dumps([{"id": "a", "type": "book", "title": "\U0001f9b5"}])
    assert client.post(change(article), sent | {"references": whole}).status_code == 302
    article.refresh_from_db()
    assert article.references[0]["title"] == "\U0001f9b5"


@hostile
@pytest.mark.parametrize("act", list(ACTS))
def test_every_field_of_an_act_on_many(cast, at_door, act, value):
    article, client = cast.submit(cast.draft()), at_door(cast.editor)
    page = address("articles_article_bulk")
    whole = {
        "act": act,
        "listed": f"{article.pk} {article.content_digest} 1",
        "due_on": LATER,
        "reviewers": str(cast.physician.reviewer.pk),
        "reason": "Why not",
        "specialty": "rheumatology",
    }
    for name in [*whole, "find", "chosen", "specialty", "all"]:
        for more in ({}, {"_find": "1"}):
            sent = {**whole, name: value, **more}
            assert client.post(page, sent).status_code in {200, 422}, name
    assert client.post(page, {"act": act, "chosen": value}).status_code == 422
    assert client.post(f"{page}?q=a%00b&owner={HUGE}", {"act": act, "all": "1"}).status_code < 500


@hostile
def test_every_field_that_brings_a_version_back(cast, at_door, value):
    article, client = cast.draft(), at_door(cast.writer)
    first = article.history.latest().history_id
    sent = sent_by(client.get(change(article)).text) | {"title": "New", "reason": "New"}
    assert client.post(change(article), sent).status_code == 302
    page = address("articles_article_restore", article.pk, first)
    whole = form_of(client.get(page)) | {"reason": "Old"}
    for name in whole:
        assert client.post(page, {**whole, name: value}).status_code in {302, 409, 422}
    assert client.get(address("articles_article_restore", article.pk, HUGE)).status_code == 404


@pytest.mark.parametrize("query", ["a=1&b=", "a=&b=1", "on=", "before=", "on=2020-01-01&before="])
@pytest.mark.parametrize("value", [HUGE, "a%00b", "%00", "-1"])
def test_every_address_of_the_history(cast, at_door, query, value):
    article, client = cast.draft(), at_door(cast.writer)
    history = address("articles_article_history", article.pk)
    assert client.get(f"{history}?{query}{value}").status_code < 500


@pytest.mark.parametrize("name", ["q", "p", "o", "owner", "stage", "specialty", "e", "after"])
@pytest.mark.parametrize("value", [HUGE, "a%00b", "%ED%A0%80"])
def test_every_address_of_the_lists(cast, at_door, name, value):
    client = at_door(cast.editor)
    for page in ("articles_article_changelist", "articles_importclaim_changelist"):
        assert client.get(f"{address(page)}?{name}={value}").status_code < 500
