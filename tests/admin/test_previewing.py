"""The preview beside the form: what an export prints of what is typed. Nothing is written."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.test import Client

from articles import collecting, exporters, selection
from articles.stages import Stage
from tests.admin.conftest import address, form_of, typed

RICH = """Gout *hurts* & **burns**.[@handbook] See [the trial](https://example.org/trial).

## When to see a doctor

1. Fever
2. A red joint

> Call within a day.

| Dose | Times |
| --- | ---: |
| 0.5 mg | 2 |

<b>No tag</b>, `code`, [bad](javascript:alert(1)) and a hole[@nowhere].
"""


def preview(client, sent, article=None, **more):
    query = f"?article={article.pk}" if article else ""
    return client.post(address("articles_article_preview") + query, sent, **more)


def between(page, start, end):
    found = re.search(f"{re.escape(start)}(.*?){re.escape(end)}", page, re.DOTALL)
    assert found, start
    return found[1].strip()


def test_the_preview_is_the_body_of_the_exported_page_to_the_letter(cast, at_door):
    text = RICH.replace(" and a hole[@nowhere]", "")
    article = cast.article_in(Stage.PUBLISHED, body=text)
    (candidate,) = selection.candidates([article], include_approved=False)
    out = BytesIO()
    exporters.get("html").write(collecting.dossier(candidate), out)
    exported = out.getvalue().decode()
    draft = cast.draft(title="The same text, typed")
    client = at_door(cast.writer)
    sent = form_of(client.get(address("articles_article_change", draft.pk))) | {"body": text}
    page = preview(client, sent, draft)
    assert page.status_code == 200
    body = between(page.text, '<div class="body">', "</div>")
    assert body == between(exported, '<div class="body">', "</div>")
    lines = re.findall(r'<li id="ref-\d+">.*?</li>', exported)
    assert lines and re.findall(r'<li id="ref-\d+">.*?</li>', page.text) == lines


def test_it_says_words_grade_and_checks_of_what_is_typed(cast, at_door, rows):
    draft, before = cast.draft(), rows()
    body = f"{RICH}\n\n" + "The knee is a joint and it can swell after a long walk. " * 30
    page = preview(at_door(cast.writer), typed(body=body, funding=""), draft)
    assert (page.status_code, rows()) == (200, before)
    assert "The citation [@nowhere] points nowhere." in page.text
    assert 'data-code="funding_missing"' in page.text
    assert re.search(r"\d+ words · reading grade \d+\.\d", page.text)
    line = body.split("\n").index(next(row for row in body.split("\n") if "@nowhere" in row)) + 1
    assert f'data-field="body" data-line="{line}"' in page.text


def test_it_is_a_part_of_a_page_and_runs_nothing(cast, at_door):
    page = preview(at_door(cast.writer), typed(body="<script>alert(1)</script>", title="<b>"))
    assert "<html" not in page.text and "<script" not in page.text


def test_without_scripts_the_page_comes_back_with_the_preview(cast, at_door, rows):
    draft, client = cast.draft(), at_door(cast.writer)
    change = address("articles_article_change", draft.pk)
    sent = form_of(client.get(change)) | {"body": "Now **bold**", "_preview": "1"}
    before = rows()
    page = client.post(change, sent)
    assert (page.status_code, rows()) == (200, before)
    assert "<strong>bold</strong>" in page.text
    assert "Now **bold**</textarea>" in page.text


def test_who_is_signed_out_is_told_in_a_sentence(cast):
    page = preview(Client(), typed())
    assert (page.status_code, page.text) == (401, "You are signed out.")


@pytest.mark.parametrize("name", ["auditor", "physician", "publisher", "officer", "superuser"])
def test_only_writers_have_a_form_to_preview(cast, at_door, name):
    assert preview(at_door(getattr(cast, name)), typed()).status_code == 403


def test_a_text_above_the_limit_is_refused_in_a_sentence(cast, at_door):
    client = at_door(cast.writer)
    page = preview(client, typed(body="x" * 200_001))
    said = "A text of more than 200,000 characters is previewed and checked when it is saved."
    assert (page.status_code, page.text) == (422, said)
    assert preview(client, typed(body="x" * 200_000)).status_code == 200


def test_an_article_that_is_not_there_is_404_and_a_look_is_405(cast, at_door):
    client = at_door(cast.writer)
    target = address("articles_article_preview")
    assert client.post(f"{target}?article=nonsense", typed()).status_code == 404
    assert client.get(target).status_code == 405


def test_another_site_sees_no_preview(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.writer)
    page = preview(client, typed(title="Planted"), HTTP_ORIGIN="https://attacker.example")
    assert page.status_code == 403 and "Planted" not in page.text


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"audience": "martians", "specialty": "astrology", "locale": "?", "article_type": ""},
        {"references": '[{"id": "a"', "topics": "gout", "authors": "\u202e"},
        {"references": '[{"id": "a", "type": "book", "volume": 1.5}]'},
        {"body": "\x00\ud7ff[@", "title": "\x00"},
        {"references": ["1", "2"]},
    ],
)
def test_what_cannot_be_saved_yet_can_be_looked_at(cast, at_door, broken):
    assert preview(at_door(cast.writer), typed(**broken) if broken else {}).status_code == 200
