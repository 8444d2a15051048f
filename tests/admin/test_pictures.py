"""A picture put into a draft from the form."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Article, Asset
from tests.admin.conftest import address, form_of, typed
from tests.assets.pictures import png


def change(article):
    return address("articles_article_change", article.pk)


def sent(client, article, data=None, **more):
    file = SimpleUploadedFile("knee.png", png() if data is None else data, "image/png")
    form = form_of(client.get(change(article)))
    given = form | {"picture": file, "picture_alt": "A knee", "_add_picture": "1"} | more
    return client.post(change(article), given)


def test_the_picture_is_kept_and_stands_at_the_end_of_the_body_which_is_not_saved(cast, at_door):
    article, client = cast.draft(), at_door(cast.writer)
    page = sent(client, article, body="Typed, not saved", picture_alt="A [red] knee\\")
    kept = Asset.objects.get()
    assert page.status_code == 200
    markup = f"![A \\[red\\] knee\\\\]({kept.digest})"
    assert page.context["form"]["body"].value() == f"Typed, not saved\n\n{markup}\n"
    assert f'data-added="{markup}"' in page.text
    assert f'<img src="/assets/{kept.digest[7:]}/" alt="A [red] knee\\">' in page.text
    assert Article.objects.get().body == article.body
    saved = client.post(change(article), form_of(page) | {"reason": "A picture"})
    assert saved.status_code == 302
    assert Article.objects.get().body.endswith(markup)


def test_a_new_article_takes_one_as_well(cast, at_door):
    file = SimpleUploadedFile("knee.png", png(), "image/png")
    given = typed(picture=file, picture_alt="A knee", _add_picture="1")
    page = at_door(cast.writer).post(address("articles_article_add"), given)
    assert page.status_code == 200 and Asset.objects.count() == 1
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("data", "more", "field", "sentence"),
    [
        (b"GIF, it says", {}, "picture", "This is no PNG"),
        (None, {"picture_alt": " "}, "picture_alt", "Say in a few words"),
        (None, {"picture_alt": "x" * 501}, "picture_alt", "at most 500"),
        (None, {"picture": ""}, "picture", "Choose a file."),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_the_text_is_kept(
    cast, at_door, rows, data, more, field, sentence
):
    article, client = cast.draft(), at_door(cast.writer)
    before = rows()
    page = sent(client, article, data, body="Kept text", **more)
    assert (page.status_code, rows()) == (422, before)
    assert sentence in str(page.context["picture"].errors[field])
    assert "Kept text</textarea>" in page.text and sentence in page.text
    assert '<details class="picture" id="picture" open>' in page.text


def test_only_writers_keep_pictures(cast, at_door, rows):
    article, before = cast.draft(), rows()
    file = SimpleUploadedFile("knee.png", png(), "image/png")
    given = typed(picture=file, picture_alt="A knee", _add_picture="1")
    for user in (cast.auditor, cast.physician, cast.superuser):
        assert at_door(user).post(change(article), given).status_code == 403
    assert rows() == before


def test_an_article_that_is_no_draft_takes_none(cast, at_door, rows):
    article, client = cast.draft(), at_door(cast.writer)
    form = form_of(client.get(change(article)))
    cast.submit(article)
    before = rows()
    file = SimpleUploadedFile("knee.png", png(), "image/png")
    given = form | {"picture": file, "picture_alt": "A knee", "_add_picture": "1", "body": "Mine"}
    page = client.post(change(article), given)
    assert (page.status_code, rows()) == (409, before)
    assert "Mine</textarea>" in page.text
