"""The pages to sign: what will be recorded and how it is proved; and the way on when refused."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles import wording
from articles.desk.remedies import linked
from articles.errors import Refusal
from articles.models import Article, LedgerEntry, Signature, SigningTicket
from articles.signing import texts
from articles.stages import Meaning, Stage
from tests.cast import PASSWORD, Cast

from .site import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(cast: Cast) -> Article:
    return cast.article_in(Stage.APPROVED)


def release(article: Article) -> str:
    return reverse("transition", args=[article.slug, "publish"])


def send(client: Client, address: str, ticket: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(address, {"ticket": ticket, "password": password})


def ticket_of(client: Client, address: str) -> str:
    return str(client.get(address).context["prepared"].ticket)


def way_on(response: HttpResponse) -> tuple[str, str]:
    assert response.status_code == 409
    return response.context["next"], str(response.context["next_label"])


def test_the_page_shows_the_signature_as_it_will_read(cast: Cast, approved: Article) -> None:
    client = signed_in(cast.publisher)
    shown = client.get(release(approved)).context["to_sign"]
    done = send(client, release(approved), ticket_of(client, release(approved)))
    given = client.get(done["Location"]).context["given"].printed
    assert (shown.at, given.at is None) == (None, False)
    for name in ("printed_name", "time_zone", "meaning", "statement", "disclosure", "withdrawn"):
        assert getattr(shown, name) == getattr(given, name)


def enrol(user: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return str(secret)


@pytest.mark.parametrize(
    ("enrolled", "earlier", "words", "has_field"),
    [
        (False, (), "Password", False),
        (True, (), "Password, and a code of the authenticator app", True),
        (True, ["password"], "Password, and a code of the authenticator app", True),
        (
            True,
            ["password", "totp"],
            "Password; the code was given earlier in this series of signatures",
            False,
        ),
    ],
)
def test_the_page_says_how_the_signature_will_be_proved(
    cast: Cast, approved: Article, enrolled: bool, earlier: Any, words: str, has_field: bool
) -> None:
    client = signed_in(cast.publisher)
    if enrolled:
        enrol(cast.publisher)
    if earlier:
        ticket_of(client, release(approved))
        ticket = SigningTicket.objects.latest("issued_at")
        ticket.used_at, ticket.factors = ticket.issued_at, earlier
        ticket.save()
    response = client.get(release(approved))
    assert response.context["proved"] == words
    assert words in response.text
    assert ("code" in response.context["form"].fields) == has_field
    assert ("Code of your authenticator app" in response.text) == has_field


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
        {"tries": 5},
        {"token_digest": "sha256:" + "0" * 64},
        {"shown_digest": "sha256:" + "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_page_that_went_stale_is_opened_again(
    cast: Cast, approved: Article, change: dict[str, Any]
) -> None:
    client, address = signed_in(cast.publisher), release(approved)
    ticket = ticket_of(client, address)
    SigningTicket.objects.filter(used_at=None).update(**change)
    assert way_on(send(client, address, ticket)) == (address, "Open the page again")
    assert send(client, address, ticket_of(client, address)).status_code == 302


def test_the_page_for_one_signature_is_opened_again_for_the_same_one(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    signature = article.signatures.get()
    address = reverse("transition", args=[article.slug, "withdraw_signature"])
    address += f"?signature={signature.pk}"
    assert way_on(send(signed_in(cast.editor), address, "nonsense")) == (
        address,
        "Open the page again",
    )


def test_a_sentence_that_changed_meanwhile_is_read_again(cast: Cast, approved: Article) -> None:
    client, address = signed_in(cast.publisher), release(approved)
    ticket = ticket_of(client, address)
    sentence = texts.SHIPPED[Meaning.PUBLICATION_RELEASE] + " So be it."
    wording.put_in_use(
        Meaning.PUBLICATION_RELEASE, sentence, actor=cast.editor, reason="Why not", base=1
    )
    assert way_on(send(client, address, ticket)) == (address, "Open the page again")
    assert "So be it." in client.get(address).text


def test_a_page_sent_twice_leads_to_the_receipt_of_what_it_signed(
    cast: Cast, approved: Article
) -> None:
    client, address = signed_in(cast.publisher), release(approved)
    ticket = ticket_of(client, address)
    done = send(client, address, ticket)
    assert way_on(send(client, address, ticket)) == (done["Location"], "Read the receipt")
    other = send(signed_in(cast.superuser), address, ticket)
    assert other.status_code == 403


def test_where_more_stands_in_the_way_the_page_is_not_opened_again(
    cast: Cast, approved: Article
) -> None:
    client, address = signed_in(cast.publisher), release(approved)
    User.objects.filter(pk=cast.publisher.pk).update(password=make_password(PASSWORD))
    client.force_login(User.objects.get(pk=cast.publisher.pk))
    response = send(client, address, "nonsense")
    assert way_on(response) == (approved.get_absolute_url(), "Back to the article")
    assert f'href="{reverse("password_change")}"' in response.text


def test_a_text_that_changed_leads_back_to_the_review(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    review = article.round.reviews.get()
    address, client = reverse("sign", args=[review.pk]), signed_in(cast.physician)
    ticket = ticket_of(client, address)
    SigningTicket.objects.update(content_digest="sha256:" + "0" * 64)
    typed = {"ticket": ticket, "password": PASSWORD, "no_interest": "on"}
    back = way_on(client.post(address, typed))
    assert back == (reverse("review", args=[review.pk]), "Back to the text")
    assert not Signature.objects.exists()


def test_reasons_lead_to_where_they_are_put_right() -> None:
    codes = ("password_not_own", "second_factor_missing", "signing_locked")
    found = linked([Refusal(code, code) for code in codes])
    assert [refusal.link for refusal in found] == [
        reverse("password_change"),
        reverse("mfa_index"),
        "",
    ]


@pytest.mark.req("P11-17")
def test_every_page_about_a_signed_text_shows_who_when_meaning_what(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    given = article.signatures.get(signer=cast.physician)
    said, record = json.loads(given.statement), article.published_record
    pages = [
        article.get_absolute_url(),
        reverse("version", args=[article.slug, 1]),
        reverse("receipt", args=[given.pk]),
        reverse("admin:articles_article_change", args=[article.pk]),
        reverse("admin:articles_article_record", args=[article.pk, record.history_id]),
        reverse("admin:articles_signature_change", args=[given.pk]),
        _entry_page(given),
    ]
    client = signed_in(cast.auditor)
    for page in pages:
        text = " ".join(client.get(page).text.split())
        assert f'<blockquote class="statement">{said["text"]}</blockquote>' in text, page
        assert f'<span class="hand">{said["printed_name"]}</span>' in text, page
        assert f'Medical review, signed <time datetime="{said["signed_at"]}">' in text, page
        assert "(America/New_York)</time>" in text, page


def _entry_page(given: Signature) -> str:
    entry = LedgerEntry.objects.of_signature(given).get()
    return reverse("admin:articles_ledgerentry_change", args=[entry.pk])


@pytest.mark.req("P11-17")
def test_two_records_compared_show_the_signatures_on_each(cast: Cast) -> None:
    article = cast.draft()
    article = cast.publish(cast.sign_off(cast.submit(article, cast.physician)))
    record = article.published_record.history_id
    page = reverse("admin:articles_article_history", args=[article.pk])
    text = signed_in(cast.auditor).get(f"{page}?a={record}&b={record}").text
    assert "Signatures on version 1" in text
    assert "Ada Moss, MD" in text
    assert "Pia Publisher" in text
