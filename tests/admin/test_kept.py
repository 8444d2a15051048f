"""A session that ends while somebody writes: nothing is saved, and nothing is lost."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Article
from tests.admin.conftest import address, form_of, typed

HERE = {"HTTP_ORIGIN": "http://testserver"}
HOSTILE = "Hours of \"work\" & <script>alert(1)</script>\r\n\r\n'Second' line"


def change(article):
    return address("articles_article_change", article.pk)


def hidden(page):
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def strict(user=None):
    """A browser whose forms must prove where they stood."""
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    return client


def token_of(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


def test_who_is_signed_out_gets_everything_back_and_goes_on_after_signing_in(cast, at_door, rows):
    article = cast.draft()
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"body": HOSTILE, "reason": "Long work"}
    client.logout()
    before = rows()
    page = client.post(change(article), sent | {"_save": "Save draft"})
    assert (page.status_code, rows()) == (403, before)
    assert "You are signed out." in page.text and "sign in, in a new tab" in page.text
    assert "<script>alert" not in page.text
    assert "no-store" in page["Cache-Control"]
    carried = hidden(page.text)
    for name, value in sent.items():
        assert carried[name] == str(value), name
    assert "_save" not in carried
    client.force_login(cast.writer)
    form = client.post(change(article), carried | {"_merge": "1"})
    assert (form.status_code, rows()) == (200, before)
    assert client.post(change(article), form_of(form)).status_code == 302
    assert Article.objects.get().body == HOSTILE.replace("\r\n", "\n")


def test_a_new_article_is_kept_just_the_same(cast, rows):
    add, before = address("articles_article_add"), rows()
    page = Client().post(add, typed(title="Never saved"))
    assert (page.status_code, rows()) == (403, before)
    client = Client()
    client.force_login(cast.writer)
    form = client.post(add, hidden(page.text) | {"_merge": "1"})
    assert form.status_code == 200 and 'value="Never saved"' in form.text
    assert client.post(add, form_of(form)).status_code == 302
    assert Article.objects.get().title == "Never saved"


def test_a_form_from_before_a_new_session_is_kept_and_its_new_token_is_good(cast, rows):
    article = cast.draft()
    client = strict(cast.writer)
    old = client.get(change(article))
    sent = form_of(old) | {"csrfmiddlewaretoken": token_of(old.text), "title": "Kept & told"}
    client.cookies["csrftoken"] = "A" * 32  # somebody signed in anew in another tab
    before = rows()
    page = client.post(change(article), sent, **HERE)
    assert (page.status_code, rows()) == (403, before)
    assert "You signed in again" in page.text and 'value="Kept &amp; told"' in page.text
    again = hidden(page.text) | {"csrfmiddlewaretoken": token_of(page.text), "_merge": "1"}
    form = client.post(change(article), again, **HERE)
    assert form.status_code == 200 and 'value="Kept &amp; told"' in form.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"HTTP_ORIGIN": "https://attacker.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-site"},
        {},
    ],
)
def test_what_another_site_sends_is_neither_written_nor_shown(cast, rows, elsewhere):
    article = cast.draft()
    client = strict(cast.writer)
    client.get(change(article))
    before = rows()
    for target in (change(article), address("articles_article_add")):
        for button in ("_save", "_merge"):
            page = client.post(target, typed(title="Planted words") | {button: "1"}, **elsewhere)
            assert page.status_code == 403
            assert "Planted words" not in page.text
    assert rows() == before


def test_other_forms_answer_a_stale_token_as_before(cast):
    client = strict(cast.writer)
    page = client.post(address("articles_article_delete", cast.draft().pk), {"reason": "x"}, **HERE)
    assert page.status_code == 403
    assert "This form was not accepted" in page.text


def test_a_file_cannot_wait_and_is_named(cast, rows):
    article, before = cast.draft(), rows()
    file = SimpleUploadedFile("knee <1>.png", b"\x89PNG", "image/png")
    page = Client().post(change(article), typed(picture=file))
    assert (page.status_code, rows()) == (403, before)
    assert "Choose again: knee &lt;1&gt;.png" in page.text


def test_a_role_that_was_lost_meanwhile_loses_no_text(cast, at_door, rows):
    article = cast.draft()
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"body": "Written while it lasted"}
    cast.writer.groups.clear()
    before = rows()
    page = client.post(change(article), sent)
    assert (page.status_code, rows()) == (403, before)
    assert "Your role does not include writing." in page.text
    assert hidden(page.text)["body"] == "Written while it lasted"


def test_going_on_after_the_article_was_submitted_shows_what_was_typed(cast, at_door, rows):
    article = cast.draft()
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"body": "Too late & kept"}
    cast.submit(article)
    before = rows()
    page = client.post(change(article), sent | {"_merge": "1"})
    assert (page.status_code, rows()) == (409, before)
    assert "Too late &amp; kept</textarea>" in page.text
    page = client.post(change(article), sent | {"_preview": "1", "title": ""})
    assert (page.status_code, rows()) == (403, before)
    assert hidden(page.text)["body"] == "Too late & kept"
