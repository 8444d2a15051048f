"""Lists: what they show, and that they ask as much for one row as for many."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.credentials import recording
from articles.models import Article, Board, ImportClaim, LedgerEntry
from articles.stages import Stage
from tests.admin.conftest import address
from tests.cast import today

pytestmark = pytest.mark.slow


def asked(client, page):
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(page)
    assert response.status_code == 200
    return len(queries)


def test_articles_are_found_by_stage_owner_review_title_and_address(cast, at_door):
    mine, live = cast.draft(title="Mine"), cast.article_in(Stage.PUBLISHED, title="Live")
    other = cast.draft(owner=cast.other_writer, title="Other", body="Mine[@handbook]")
    Article.objects.filter(pk=live.pk).update(review_due=today() - dt.timedelta(days=1))
    client, page = at_door(cast.writer), address("articles_article_changelist")

    def found(query):
        return {
            article.title for article in client.get(f"{page}?{query}").context["cl"].result_list
        }

    assert found("") == {"Mine", "Live", "Other"}
    assert found("stage__exact=draft") == {"Mine", "Other"}
    assert found("whose=mine") == {"Mine", "Live"}
    assert found("review=overdue") == {"Live"}
    assert found("q=mine") == {"Mine"}
    assert found(f"q={other.slug}") == {"Other"}
    assert found("whose=mine&stage__exact=draft") == {mine.title}


def test_the_list_says_stage_version_owner_since_and_due(cast, at_door):
    live = cast.article_in(Stage.PUBLISHED)
    Article.objects.filter(pk=live.pk).update(review_due=dt.date(2020, 3, 14))
    page = at_door(cast.auditor).get(address("articles_article_changelist")).text
    for words in ("Published", "Wren Tully", "just now", "overdue: 14 Mar 2020"):
        assert words in page


LISTS = ("article", "round", "review", "signature", "publication", "ledgerentry", "credential")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_much_for_one_row_as_for_many(cast, at_door, name):
    client, page = at_door(cast.auditor), address(f"articles_{name}_changelist")
    cast.article_in(Stage.PUBLISHED)
    first = asked(client, page)
    for number in range(3):
        cast.article_in(Stage.PUBLISHED, title=f"Another {number}")
    assert asked(client, page) == first
    assert first <= 10


def test_a_form_asks_as_much_after_many_versions(cast, at_door):
    article = cast.draft()
    client, page = at_door(cast.writer), address("articles_article_change", article.pk)
    first = asked(client, page)
    assert first <= 25
    for number in range(3):
        from articles import workflow

        article = workflow.save_draft(
            article,
            {"title": f"Title {number}"},
            actor=cast.writer,
            reason="Again",
            base=article.content_digest,
        )
    assert asked(client, page) == first


def test_a_history_asks_as_much_for_one_record_as_for_many(cast, at_door):
    board, client = Board.objects.get(), at_door(cast.auditor)
    page = address("articles_board_history", board.pk)
    first = asked(client, page)
    for reason in ("One", "Two", "Three"):
        recording.save(board, actor=cast.officer, reason=reason)
    assert asked(client, page) == first


def test_a_credential_asks_as_much_for_one_check_as_for_many(cast, at_door):
    credential = Board.objects.get().certificates.get(name="Rheumatology").credentials.first()
    client = at_door(cast.officer)
    page = address("articles_credential_change", credential.pk)
    first = asked(client, page)
    for _number in range(3):
        cast.verify(credential)
    assert asked(client, page) == first


def test_the_ledger_is_searched_and_read_page_by_page_without_a_count(cast, at_door, monkeypatch):
    monkeypatch.setattr("articles.admin.ledger.PAGE", 3)
    article = cast.article_in(Stage.PUBLISHED)
    client, page = at_door(cast.auditor), address("articles_ledgerentry_changelist")
    seen, query = [], ""
    while True:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{page}?{query}")
        assert not any("COUNT(" in each["sql"] for each in queries)
        seen += [entry.seq for entry in response.context["entries"]]
        query = response.context["older"]
        if not query:
            break
    assert seen == list(LedgerEntry.objects.order_by("-seq").values_list("seq", flat=True))
    about = client.get(page, {"subject": article.subject, "kind": "article.publish"})
    assert [entry.subject for entry in about.context["entries"]] == [article.subject]
    assert client.get(page, {"kind": "'; DROP", "before": "x"}).status_code == 200


def test_an_entry_shows_what_was_hashed(cast, at_door):
    entry = LedgerEntry.objects.latest("seq")
    page = at_door(cast.auditor).get(address("articles_ledgerentry_change", entry.pk)).text
    assert bytes(entry.leaf).hex() in page
    assert "reviewflow.example" in page


def test_an_imported_claim_says_how_far_officers_have_come(cast, at_door):
    article = cast.draft()
    checked = Board.objects.get().certificates.get(name="Rheumatology").credentials
    for item, (line, credential) in enumerate(
        (
            ("", None),
            ("Medically reviewed by A", None),
            ("Medically reviewed by U", checked.get(reviewer__user=cast.unverified)),
            ("Medically reviewed by M", checked.get(reviewer__user=cast.physician)),
        )
    ):
        ImportClaim.objects.create(
            source_digest=hashlib.sha256(b"").hexdigest(),
            item=item,
            source_name="old.txt",
            article=article,
            raw_line=line,
            credential=credential,
            imported_by=cast.writer,
            imported_at=article.created_at,
        )
    client = at_door(cast.officer)
    page = client.get(address("articles_importclaim_changelist")).text
    states = (
        "No reviewer claimed",
        "Not linked to a credential",
        "Credential not verified",
        "Credential checked",
    )
    assert [page.count(state) for state in states] == [1, 1, 1, 1]
    claim = ImportClaim.objects.get(raw_line__endswith="M")
    assert "Credential checked" in client.get(address("articles_importclaim_change", claim.pk)).text


def test_nothing_is_editable_in_a_list_or_acted_on_in_bulk_or_saved_as_another():
    for model_admin in admin.site._registry.values():
        assert not model_admin.list_editable
        assert not model_admin.save_as
        assert model_admin.actions is None
        assert not model_admin.show_full_result_count
    assert admin.site.enable_nav_sidebar is False


def test_no_admin_keeps_the_request_of_anybody(cast, at_door):
    before = {model: set(vars(site)) for model, site in admin.site._registry.items()}
    client = at_door(cast.auditor)
    client.get(address("articles_article_changelist"))
    client.get(address("articles_credential_changelist"))
    assert {model: set(vars(site)) for model, site in admin.site._registry.items()} == before
