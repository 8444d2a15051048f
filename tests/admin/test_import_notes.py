"""What an import decided is read beside the draft, long after its report was closed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.intake import Intake
from articles.models import Article, ImportClaim
from articles.templatetags.times import day
from tests.admin.conftest import address, form_of
from tests.intake.items import claim, item

NOTES = ("Deleted by Max: “ice”.", "Comment by Ada: “<b>which toe?</b>”")


@pytest.fixture
def article(cast):
    Intake(cast.writer).take(item(notes=NOTES, claims=[claim(), claim("Max Reed, DO")]), "toe.docx")
    return Article.objects.get()


def form(article):
    return address("articles_article_change", article.pk)


def section(answer):
    return answer.text.partition('id="import-notes"')[2].partition("</details>")[0]


def test_the_form_of_a_draft_shows_them_with_the_file_and_the_day(cast, at_door, article):
    shown = section(at_door(cast.other_writer).get(form(article)))
    assert "Notes of its import (2)" in shown
    assert "toe.docx" in shown
    assert day(ImportClaim.objects.first().imported_at) in shown
    assert "Deleted by Max: “ice”." in shown
    assert "&lt;b&gt;which toe?" in shown


def test_they_are_open_until_somebody_has_edited_the_text(cast, at_door, article):
    client = at_door(cast.writer)
    first = client.get(form(article))
    assert section(first).startswith(" open>")
    sent = form_of(first) | {"title": "Toes", "reason": "Shorter", "_continue": "1"}
    assert client.post(form(article), sent).status_code == 302
    folded = section(client.get(form(article)))
    assert folded.startswith(">")
    assert "Deleted by Max" in folded


def test_a_form_that_is_shown_again_still_has_them(cast, at_door, article):
    client = at_door(cast.writer)
    sent = form_of(client.get(form(article))) | {"title": "", "_continue": "1"}
    answer = client.post(form(article), sent)
    assert answer.status_code == 422
    assert "Deleted by Max" in section(answer)


def test_what_was_written_here_or_came_without_notes_says_nothing(cast, at_door):
    client = at_door(cast.writer)
    assert not section(client.get(form(cast.draft())))
    Intake(cast.writer).take(item(1), "plain.txt")
    assert not section(client.get(form(Article.objects.latest("created_at"))))
    assert not section(client.get(address("articles_article_add")))


def test_every_claim_of_the_item_shows_them(cast, at_door, article):
    client = at_door(cast.officer)
    for row in article.import_claims.all():
        page = client.get(address("articles_importclaim_change", row.pk)).text
        assert page.count("Deleted by Max: “ice”.") == 1
        assert "&lt;b&gt;which toe?" in page


def test_the_list_of_claims_fetches_no_notes(cast, at_door, article):
    client = at_door(cast.auditor)
    with CaptureQueriesContext(connection) as queries:
        client.get(address("articles_importclaim_changelist"))
    assert not [each for each in queries if '"notes"' in each["sql"]]


def test_the_form_asks_as_much_for_many_notes_as_for_one(cast, at_door, article):
    client = at_door(cast.writer)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(form(article))
        return len(queries)

    asked()
    many = asked()
    ImportClaim.objects.filter(position=0).update(notes=["One"])
    assert asked() == many
