"""The address that turns what was copied elsewhere into Markdown. Nothing is written."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.importers.pasted import MOST
from tests.admin.conftest import address

RICH = "<h1>Gout</h1><p>Take <b>colchicine</b>.</p><img src='a.png' alt='A knee'>"


def paste(client, html, **more):
    return client.post(address("articles_article_paste"), {"html": html}, **more)


def test_a_writer_gets_markdown_and_what_was_left_out(cast, at_door, rows):
    before = rows()
    answer = paste(at_door(cast.writer), RICH)
    assert (answer.status_code, rows()) == (200, before)
    assert answer.json() == {
        "markdown": "## Gout\n\nTake **colchicine**.",
        "notes": ["Pictures were left out (1): A knee."],
    }
    assert "no-store" in answer.headers["Cache-Control"]


def test_of_words_alone_there_is_no_markdown(cast, at_door):
    answer = paste(at_door(cast.writer), "<span>only *words*</span>")
    assert answer.json() == {"markdown": "", "notes": []}
    assert at_door(cast.writer).post(address("articles_article_paste")).json()["markdown"] == ""


@pytest.mark.parametrize("name", ["auditor", "physician", "publisher", "officer", "superuser"])
def test_only_writers_may_ask(cast, at_door, name):
    assert paste(at_door(getattr(cast, name)), RICH).status_code == 403


def test_who_is_signed_out_is_told_in_a_sentence(cast):
    answer = paste(Client(), RICH)
    assert (answer.status_code, answer.text) == (401, "You are signed out.")


def test_a_look_is_405(cast, at_door):
    assert at_door(cast.writer).get(address("articles_article_paste")).status_code == 405


def test_another_site_gets_nothing(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.writer)
    answer = paste(client, RICH, HTTP_ORIGIN="https://attacker.example")
    assert answer.status_code == 403 and "colchicine" not in answer.text


def test_too_much_and_what_no_body_may_hold_are_refused_in_a_sentence(cast, at_door):
    client = at_door(cast.writer)
    large = paste(client, "<b>x</b>".ljust(MOST + 1))
    said = "So much cannot be turned into Markdown at once; 1,000,000 characters can be."
    assert (large.status_code, large.text) == (413, said)
    tags = paste(client, "<b>" * 110_000)
    assert (tags.status_code, tags.text[:24]) == (413, "Has more than 100000 tag")
    odd = paste(client, "<b>x</b>\u202e")
    assert odd.status_code == 422
    assert odd.text == "The character U+202E on line 1 cannot be stored; remove it."
