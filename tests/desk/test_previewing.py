"""The preview shows what an export writes, to the byte, and lets nothing in it act here."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles import exporters
from articles.delivery import Order, deliver
from articles.models import Article, LedgerEntry
from articles.stages import Stage
from tests.cast import Cast

from .site import changed, rows, signed_in

pytestmark = pytest.mark.django_db

FORMATS = ("html", "jats", "json", "markdown")


def raw(article: Article, query: str = "format=html") -> str:
    return f"{reverse('publish-preview-raw', args=[article.slug])}?{query}"


def page(article: Article, query: str = "") -> str:
    return f"{reverse('publish-preview', args=[article.slug])}?{query}"


def exported(article: Article, folder: Path, slug: str, *, approved: bool = False) -> bytes:
    """The file as a bundle holds it. On its own a page or text has its receipt in it besides."""
    order = Order(
        formats=[slug],
        output=folder / "all.zip",
        slugs=[article.slug],
        include_approved=approved,
        bundle=True,
    )
    done = deliver(order, actor=User.objects.get(username="pia"))
    with zipfile.ZipFile(done.paths[0]) as bundle:
        extension = exporters.get(slug).extension
        return bundle.read(f"articles/{article.slug}/article.{extension}")


def test_every_format_there_is_can_be_looked_at() -> None:
    assert {each.slug for each in exporters.registered()} >= set(FORMATS)


@pytest.mark.parametrize("slug", FORMATS)
def test_a_live_text_is_shown_in_the_bytes_of_its_export(
    cast: Cast, tmp_path: Path, slug: str
) -> None:
    article = cast.article_in(Stage.PUBLISHED, title="Gout <script>alert(1)</script> & “you”")
    given = signed_in(cast.publisher).get(raw(article, f"format={slug}"))
    assert given.content == exported(article, tmp_path, slug)
    assert given["Content-Type"] == exporters.get(slug).content_type


@pytest.mark.parametrize("slug", FORMATS)
def test_an_approved_text_is_shown_in_the_bytes_of_its_export(
    cast: Cast, tmp_path: Path, slug: str
) -> None:
    cast.policy("Default", export_approved=True)
    article = cast.article_in(Stage.APPROVED)
    given = signed_in(cast.publisher).get(raw(article, f"format={slug}"))
    assert given.content == exported(article, tmp_path, slug, approved=True)


def test_a_text_that_waits_for_its_release_is_shown_and_not_saved(cast: Cast) -> None:
    article, client = cast.article_in(Stage.APPROVED), signed_in(cast.publisher)
    shown = client.get(page(article))
    assert "does not leave yet" in shown.text
    assert "download" not in shown.text
    assert json.loads(client.get(raw(article, "format=json")).content)["status"] == "approved"
    refused = client.get(raw(article, "format=json&download"))
    assert refused.status_code == 409
    assert "only after release" in refused.text


def test_the_new_text_of_a_live_article_is_what_its_release_would_bring(cast: Cast) -> None:
    article = cast.revised(cast.article_in(Stage.PUBLISHED), body="New words.[@handbook]")
    article = cast.sign_off(cast.submit(article, cast.physician))
    client = signed_in(cast.publisher)
    new = json.loads(client.get(raw(article, "format=json")).content)
    live = json.loads(client.get(raw(article, "format=json&text=live")).content)
    assert ("New words" in str(new["body"]), new["status"]) == (True, "approved")
    assert ("New words" in str(live["body"]), live["status"]) == (False, "published")
    assert client.get(raw(article, "format=json&download")).status_code == 409
    assert client.get(raw(article, "format=json&download&text=live")).status_code == 200
    assert "&amp;text=live" in client.get(page(article, "text=live")).text


def test_nothing_in_an_exported_page_acts_in_our_origin(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    client = signed_in(cast.publisher)
    given = client.get(raw(article))
    policy = {part.strip() for part in given["Content-Security-Policy"].split(";")}
    assert {
        "sandbox",
        "default-src 'none'",
        "script-src 'none'",
        "form-action 'none'",
        "connect-src 'none'",
        "frame-ancestors 'self'",
    } <= policy
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["X-Frame-Options"] == "SAMEORIGIN"
    assert given["Content-Disposition"] == f'inline; filename="{article.slug}.html"'
    assert "no-store" in given["Cache-Control"]
    around = client.get(page(article))
    assert "frame-src 'self'" in around["Content-Security-Policy"]
    assert "<iframe" in around.text
    assert " sandbox " in around.text


def test_a_file_that_is_no_page_is_shown_as_text(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED, title="Gout </pre><script>alert(1)</script>")
    text = signed_in(cast.publisher).get(page(article, "format=jats")).text
    assert "<iframe" not in text
    assert "<script>alert" not in text
    assert "&lt;article-title" in text


@pytest.mark.parametrize("query", ["format=nonsense", "format=html%00", "width=%00&text=%00"])
def test_an_address_that_makes_no_sense_shows_the_page_or_nothing(cast: Cast, query: str) -> None:
    article, client = cast.article_in(Stage.PUBLISHED), signed_in(cast.publisher)
    assert client.get(page(article, query)).status_code == 200
    assert client.get(raw(article, query)).status_code == (404 if "format" in query else 200)


def test_a_refused_text_shows_its_reasons_instead(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    given = article.signatures.medical().get()
    cast.act("withdraw_signature", article, cast.physician, signature=given, note="Wrong dose")
    client = signed_in(cast.publisher)
    shown = client.get(page(article))
    assert shown.status_code == 200
    assert "Its medical sign-offs do not suffice any more." in shown.text
    assert "<iframe" not in shown.text
    assert client.get(raw(article)).status_code == 409


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.MEDICAL_REVIEW, Stage.WITHDRAWN])
def test_what_is_neither_approved_nor_live_is_refused(cast: Cast, stage: Stage) -> None:
    article, client = cast.article_in(stage), signed_in(cast.editor)
    assert "Readers do not see it, and it is not approved." in client.get(page(article)).text
    assert client.get(raw(article)).status_code == 409


@pytest.mark.parametrize("role", ["writer", "physician", "officer", "auditor", "superuser"])
def test_only_who_may_export_looks_at_an_export(cast: Cast, role: str) -> None:
    article, client = cast.article_in(Stage.PUBLISHED), signed_in(getattr(cast, role))
    assert client.get(page(article)).status_code == 403
    assert client.get(raw(article)).status_code == 403


def test_looking_writes_nothing(cast: Cast) -> None:
    article, client = cast.article_in(Stage.PUBLISHED), signed_in(cast.publisher)
    before, entries = rows(), LedgerEntry.objects.count()
    client.get(page(article))
    client.get(raw(article))
    assert (changed(before), LedgerEntry.objects.count()) == ([], entries)
