"""How a browser learns that the copy it keeps of a form was saved."""

from __future__ import annotations

from tests.admin.conftest import address, form_of

COPY = "0123456789abcdef" * 2


def change(article):
    return address("articles_article_change", article.pk)


def test_a_copy_is_settled_by_the_save_that_carried_it_and_by_nothing_else(cast, at_door):
    article, client = cast.draft(), at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"title": "New", "_copy": COPY}
    refused = client.post(change(article), sent | {"reason": ""})
    assert refused.status_code == 422
    assert f'data-kept="{COPY}"' in refused.text and 'data-typed="yes"' in refused.text
    looked = client.post(change(article), sent | {"_preview": "1"})
    assert f'data-kept="{COPY}"' in looked.text and 'data-settled=""' in looked.text
    assert client.post(change(article), sent | {"reason": "Title"}).status_code == 302
    page = client.get(change(article)).text
    assert f'data-settled="{COPY}"' in page
    assert 'data-kept=""' in page and "data-typed" not in page
    assert f'data-user="{cast.writer.pk}"' in page and f'data-article="{article.pk}"' in page


def test_the_conflict_page_carries_the_copy_on(cast, at_door):
    article, client = cast.draft(), at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"title": "Mine", "reason": "x", "_copy": COPY}
    at_door(cast.other_writer).post(change(article), sent | {"title": "Theirs"})
    page = client.post(change(article), sent)
    assert page.status_code == 409
    assert f'name="_copy" value="{COPY}"' in page.text


def test_a_forged_name_is_nothing_and_twenty_are_enough(cast, at_door):
    article, client = cast.draft(), at_door(cast.writer)
    for number in range(22):
        sent = form_of(client.get(change(article)))
        client.post(change(article), sent | {"_copy": f"{number:032x}"})
    client.post(change(article), form_of(client.get(change(article))) | {"_copy": '"><script>'})
    settled = client.session["settled_copies"]
    assert settled == [f"{number:032x}" for number in range(2, 22)]
