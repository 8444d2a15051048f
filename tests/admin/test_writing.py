"""Writing a draft in the admin."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages

from articles.models import Article, HistoricalArticle, LedgerEntry
from articles.stages import Event, Stage
from tests.admin.conftest import address, form_of, typed
from tests.cast import content, person


def change(article):
    return address("articles_article_change", article.pk)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_new_article_is_version_1_of_its_writer_and_has_a_record_and_an_entry(cast, at_door):
    response = at_door(cast.writer).post(address("articles_article_add"), typed())
    article = Article.objects.get()
    assert (response.status_code, article.version, article.stage) == (302, 1, Stage.DRAFT)
    assert (article.owner, article.slug) == (cast.writer, "gout-flares")
    assert article.content == content(references=article.references)
    assert article.references[0]["title"] == "A handbook of joints"
    record = article.history.get()
    assert (record.history_user, record.history_change_reason) == (cast.writer, "Typed")
    assert LedgerEntry.objects.about(article.subject).get().kind == Event.ARTICLE_SAVE


def test_the_add_form_says_that_it_is_a_first_draft(cast, at_door):
    form = at_door(cast.writer).get(address("articles_article_add")).context["form"]
    assert form["reason"].value() == "First draft"
    assert form["authors"].value() == "Wren Tully"


def test_a_saved_change_is_the_next_version_with_its_reason(cast, at_door):
    article = cast.draft()
    client = at_door(cast.other_writer)
    sent = form_of(client.get(change(article))) | {"title": "Gout", "reason": "Shorter"}
    response = client.post(change(article), {**sent, "_continue": "1"})
    assert response.url == change(article)
    article.refresh_from_db()
    assert (article.version, article.title, article.owner) == (2, "Gout", cast.writer)
    assert article.history.latest().history_change_reason == "Shorter"
    assert said(response) == ["Version 2 of “Gout” was saved."]


@pytest.mark.parametrize("reason", ["", "Only looking"])
def test_saving_without_a_change_writes_nothing_though_a_browser_sends_crlf(
    cast, at_door, rows, reason
):
    article = cast.draft(
        body="  indented\n\n    code  \n\nTwo spaces  \nbreak[@handbook]",
        summary="One line\n\nand more ",
        funding=" None\n",
        authors=["Wren  Tully", "A\u00a0B"],
        topics=[{"system": "SNOMED CT", "code": "90560007"}, {"system": "MeSH", "code": "D1"}],
    )
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"reason": reason}
    sent = {name: str(value).replace("\n", "\r\n") for name, value in sent.items()}
    before = rows()
    response = client.post(change(article), sent)
    assert (response.status_code, rows()) == (302, before)
    assert said(response) == ["Nothing changed, so no version was saved."]


def test_without_a_reason_a_change_is_refused_under_its_field_and_the_text_is_kept(
    cast, at_door, rows
):
    article = cast.draft()
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"body": "Something <b>else</b>", "reason": ""}
    before = rows()
    response = client.post(change(article), sent)
    assert (response.status_code, rows()) == (422, before)
    assert response.context["form"].errors == {"reason": ["Say what you changed."]}
    assert "Something &lt;b&gt;else&lt;/b&gt;" in response.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "x" * 301, "at most 300 characters"),
        ("title", " ", "required"),
        ("body", "left \u202eright", "U+202E"),
        ("body", "x" * 1_000_001, "longer than 1 MB"),
        ("locale", "English!", "language tag"),
        ("specialty", "astrology", "not one of the available choices"),
        ("topics", "gout", "a system and a code"),
        ("references", '[{"id": "a", "id": "b", "type": "book"}]', "“id” is given twice"),
        ("references", '[{"id": "a"}]', "type"),
        ("references", '[{"id": "a", "type": "book"', "cannot be read"),
        ("references", '[{"id": "a", "type": "book", "volume": 1.5}]', "not text"),
        ("references", "a | One.\r\na | Two.", "already the id"),
    ],
)
def test_what_cannot_be_stored_is_refused_in_words_under_its_field(
    cast, at_door, rows, field, value, sentence
):
    article = cast.draft()
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {field: value, "reason": "Try"}
    before = rows()
    response = client.post(change(article), sent)
    assert (response.status_code, rows()) == (422, before)
    assert list(response.context["form"].errors) == [field]
    assert sentence in str(response.context["form"].errors[field])


@pytest.mark.parametrize(
    "stage", [Stage.MEDICAL_REVIEW, Stage.APPROVED, Stage.PUBLISHED, Stage.WITHDRAWN]
)
def test_outside_the_draft_there_is_the_text_with_the_reason_and_no_form(cast, at_door, stage):
    article = cast.article_in(stage)
    response = at_door(cast.writer).get(change(article))
    assert response.status_code == 200
    assert f"this article is in {stage.label.lower()}" in response.text
    assert '<textarea name="body"' not in response.text
    assert "Gout is a painful arthritis." in response.text


def test_a_byline_stands_over_signed_words_and_over_no_others(cast, at_door):
    line = "Medically reviewed by Ada Moss, MD"
    article = cast.article_in(Stage.PUBLISHED)
    client = at_door(cast.writer)
    assert line in client.get(change(article)).text
    article = cast.act("revise", article, cast.writer)
    sent = form_of(client.get(change(article))) | {"title": "Gout, again", "reason": "New"}
    client.post(change(article), sent)
    page = client.get(change(article)).text
    assert line not in page
    assert "Not medically reviewed (version 2)" in page
    history = address("articles_article_record", article.pk, article.history.earliest().history_id)
    assert line in client.get(history).text
    newest = address("articles_article_record", article.pk, article.history.latest().history_id)
    assert "Not medically reviewed (version 2)" in client.get(newest).text


def test_the_bar_shows_what_one_may_do_and_why_not_yet(cast, at_door):
    article = cast.draft(funding="")
    page = at_door(cast.writer).get(change(article)).text
    assert "Submit for medical review…" in page and 'aria-disabled="true"' in page
    article = cast.draft(title="Whole")
    page = at_door(cast.writer).get(change(article)).text
    assert f'href="/articles/{article.slug}/submit/"' in page


def test_crafted_fields_reach_nothing(cast, at_door):
    article = cast.draft()
    client = at_door(cast.writer)
    crafted = {
        "stage": "published",
        "owner": cast.other_writer.pk,
        "slug": "taken-over",
        "content_digest": "sha256:" + "0" * 64,
        "version": "99",
        "last_reviewed": "2020-01-01",
        "review_due": "2099-01-01",
        "published_record": "1",
        "claim": "7",
        "history_user": cast.editor.pk,
        "history_change_reason": "Forged",
        "history_date": "2001-01-01",
        "_saveasnew": "1",
        "_popup": "1",
        "id": "0" * 32,
    }
    sent = form_of(client.get(change(article))) | {"title": "Gout, changed", "reason": "Honest"}
    client.post(change(article), sent | crafted)
    after = Article.objects.get()
    assert (after.title, after.version, after.stage) == ("Gout, changed", 2, Stage.DRAFT)
    for name in ("owner", "slug", "last_reviewed", "review_due", "published_record", "created_at"):
        assert getattr(after, name) == getattr(article, name)
    record = after.history.latest()
    assert (record.history_user, record.history_change_reason) == (cast.writer, "Honest")
    assert record.history_date.year > 2001
    assert after.content_digest == record.content_digest != crafted["content_digest"]


@pytest.mark.parametrize("name", ["auditor", "publisher", "physician", "officer", "superuser"])
def test_who_may_not_write_gets_403_and_no_form(cast, at_door, rows, name):
    article, client = cast.draft(), at_door(getattr(cast, name))
    before = rows()
    page = client.get(change(article))
    assert page.status_code == 200
    assert "Your role does not include writing." in page.text
    for sent in ({}, typed(base=article.content_digest), {"_merge": "1"}):
        assert client.post(change(article), sent).status_code == 403
        assert client.post(address("articles_article_add"), sent).status_code == 403
    assert client.get(address("articles_article_add")).status_code == 403
    assert rows() == before


def test_the_flag_of_a_superuser_opens_no_form_though_django_would(cast, at_door, rows):
    flagged = person("flag", "Auditors", superuser=True)
    article, before = cast.draft(), rows()
    response = at_door(flagged).post(change(article), typed(base=article.content_digest))
    assert (response.status_code, rows()) == (403, before)


@pytest.mark.parametrize("key", ["00000000-0000-0000-0000-000000000000", "nonsense", "1_2F3"])
def test_an_article_that_is_not_there_is_404(cast, at_door, key):
    client = at_door(cast.writer)
    for name in ("change", "delete", "history"):
        assert client.get(address(f"articles_article_{name}", key)).status_code == 404


def test_the_preview_and_the_checks_follow_what_was_typed(cast, at_door):
    article = cast.draft()
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"body": "Now **bold**[@nowhere]", "reason": ""}
    page = client.post(change(article), sent).text
    assert "<strong>bold</strong>" in page
    assert "The citation [@nowhere] points nowhere." in page
    assert "The reference “handbook” is cited nowhere." in page


def test_markup_that_was_typed_is_shown_and_never_run(cast, at_door):
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    article = cast.draft(title=bad, summary=bad, body=bad, authors=[bad], funding=bad)
    client = at_door(cast.writer)
    pages = [
        change(article),
        address("articles_article_changelist"),
        address("articles_article_history", article.pk),
        address("articles_article_record", article.pk, article.history.get().history_id),
        address("articles_article_delete", article.pk),
    ]
    for page in map(client.get, pages):
        assert page.status_code == 200
        assert "<script>alert" not in page.text and "<img src=x" not in page.text


def test_a_draft_is_deleted_by_its_owner_with_a_reason_and_its_records_stay(cast, at_door):
    article = cast.draft()
    page = address("articles_article_delete", article.pk)
    client = at_door(cast.writer)
    assert client.get(page).status_code == 200
    refused = client.post(page, {"reason": "  "})
    assert refused.status_code == 422 and Article.objects.exists()
    response = client.post(page, {"reason": "Written twice", "post": "yes"})
    assert (response.status_code, Article.objects.count()) == (302, 0)
    assert HistoricalArticle.objects.filter(id=article.pk).count() == 2
    assert LedgerEntry.objects.latest("seq").kind == Event.ARTICLE_DELETE


def test_a_draft_is_not_deleted_by_others_or_once_it_was_submitted(cast, at_door, rows):
    article = cast.draft()
    submitted = cast.act("recall", cast.submit(cast.draft(title="Second")), cast.writer)
    before = rows()
    page = address("articles_article_delete", article.pk)
    for user in (cast.other_writer, cast.auditor, cast.publisher, cast.superuser):
        client = at_door(user)
        assert client.get(page).status_code == 403
        assert client.post(page, {"reason": "Mine now"}).status_code == 403
    page = address("articles_article_delete", submitted.pk)
    client = at_door(cast.writer)
    assert client.get(page).status_code == 403
    response = client.post(page, {"reason": "Away with it"})
    assert response.status_code == 409
    assert "It was submitted before" in response.text
    assert rows() == before


def test_a_title_is_enough_to_begin_with(cast, at_door):
    article = cast.draft()
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"body": "", "reason": "Begin again"}
    assert client.post(change(article), sent).status_code == 302
    article.refresh_from_db()
    assert article.body == ""
    codes = [item.code for item in client.get(change(article)).context["checked"].items]
    assert "body_missing" in codes
