"""Files of an export stay here while one of its articles may not leave any more."""

from __future__ import annotations

import pytest

from articles import exports
from articles.stages import Stage
from tests.cast import Cast, standing_signature
from tests.desk.site import signed_in, statements
from tests.desk.test_exports import DOORS, fetched, made, page_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("bundle", [False, True])
def test_a_withdrawn_article_keeps_the_files_and_the_page_says_since_when(
    cast: Cast, door: str, bundle: bool
) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    cast.article_in(Stage.PUBLISHED, title="Another text")
    export, client = made(cast, bundle=bundle), signed_in(cast.publisher)
    assert fetched(DOORS[door](client, export))
    page = client.get(page_of(export)).text
    assert "not handed out any more" not in page and f'href="{page_of(export)}' in page

    cast.act("withdraw", article, cast.publisher, note="The dose is wrong.")
    refused = DOORS[door](client, export)
    assert refused.status_code == 409
    assert f"{article.slug}: The dose is wrong." in refused.text
    page = client.get(page_of(export)).text
    assert "not handed out any more" in page and "The dose is wrong." in page
    assert "files kept back" in page and f'href="{page_of(export)}' not in page
    [told] = exports.recalled(export)
    assert (told.slug, told.at is None) == (article.slug, False)


def test_a_sign_off_that_does_not_hold_keeps_them_too(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    export, client = made(cast), signed_in(cast.publisher)
    signature = standing_signature(article)
    cast.act("withdraw_signature", article, cast.physician, signature=signature, note="Not so.")
    assert {door(client, export).status_code for door in DOORS.values()} == {409}


def test_what_happens_to_other_articles_keeps_nothing(cast: Cast) -> None:
    named, other = cast.article_in(Stage.PUBLISHED), cast.article_in(Stage.PUBLISHED, title="Other")
    export, client = made(cast, slugs=(named.slug,)), signed_in(cast.publisher)
    cast.act("withdraw", other, cast.publisher, note="Out of date.")
    assert exports.recalled(export) == []
    assert all(fetched(door(client, export)) for door in DOORS.values())


def test_a_new_order_leaves_without_it(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    cast.article_in(Stage.PUBLISHED, title="Another text")
    made(cast)
    cast.act("withdraw", article, cast.publisher, note="Out of date.")
    again, client = made(cast), signed_in(cast.publisher)
    assert all(fetched(door(client, again)) for door in DOORS.values())


def test_it_takes_as_many_statements_whatever_was_exported(cast: Cast) -> None:
    gone = cast.article_in(Stage.PUBLISHED)
    pages, client = [], signed_in(cast.publisher)
    for n in range(3):
        pages.append(page_of(made(cast)))
        cast.article_in(Stage.PUBLISHED, title=f"Text {n}")
    cast.act("withdraw", gone, cast.publisher, note="Out of date.")
    assert len({statements(client, page) for page in pages}) == 1
