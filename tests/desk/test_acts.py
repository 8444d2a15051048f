"""One page for every act: shown, carried out, refused (403, 409), and given back (422)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import HttpResponse
from django.urls import reverse

from articles import workflow
from articles.models import Article, LedgerEntry, Review, Signature
from articles.stages import Event, Response, Stage
from articles.workflow import TRANSITIONS
from tests.cast import PASSWORD, Cast, today

from .site import changed, populate, rows, send_signing_page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def address(article: Article, name: str) -> str:
    return reverse("transition", args=[article.slug, name])


def post(user, article: Article, name: str, **data) -> HttpResponse:
    """Fill in and send the form as the page gave it, then follow nothing."""
    return signed_in(user).post(address(article, name), data)


def review_of(article: Article) -> Review:
    return Review.objects.filter(round=article.round).earliest("pk")


def test_the_submit_page_offers_reviewers_with_their_standing_and_a_date(cast: Cast) -> None:
    article = cast.draft()
    response = signed_in(cast.writer).get(address(article, "submit"))
    text = response.content.decode()

    assert "Ada Moss, MD <small>specialist, may sign · 0 open reviews</small>" in text
    assert "Uma Unverified, MD <small>cannot sign today: Rheumatology has not been" in text
    assert f'value="{today() + dt.timedelta(days=14)}"' in text


def test_a_reviewer_without_an_account_is_not_offered(cast: Cast) -> None:
    from articles.credentials import recording
    from articles.models import Reviewer

    recording.save(Reviewer(name="Nora Noaccount"), actor=cast.officer, reason="Claimed")
    text = signed_in(cast.writer).get(address(cast.draft(), "submit")).content.decode()
    assert "Nora Noaccount" not in text


def test_submitting_asks_the_reviewers_named_by_the_day_named(cast: Cast) -> None:
    article, due = cast.draft(), today() + dt.timedelta(days=3)
    response = post(
        cast.writer, article, "submit",
        reviewers=[cast.physician.reviewer.pk, cast.unverified.reviewer.pk],
        due_on=due.isoformat(), note="Mind the dose.",
    )  # fmt: skip

    article.refresh_from_db()
    assert response["Location"] == article.get_absolute_url()
    assert article.stage == Stage.MEDICAL_REVIEW
    assert article.round.note == "Mind the dose."
    assert {(r.reviewer.user, r.due_on) for r in article.round.reviews.all()} == {
        (cast.physician, due),
        (cast.unverified, due),
    }


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"reviewers": []}, "reviewers", "Name at least 1"),
        ({"due_on": "2020-01-01"}, "due_on", "The due date lies in the past."),
        ({"due_on": "31 Nov"}, "due_on", "Write the date as 2026-03-14."),
        ({"note": "a\x07b"}, "note", "U+0007"),
        ({"reviewers": ["999"]}, "reviewers", "999"),
    ],
)
def test_bad_input_comes_back_with_the_reason_under_its_field_and_all_that_was_typed(
    cast: Cast, data, field, sentence
) -> None:
    article = cast.draft()
    before = rows()
    filled = {"reviewers": [cast.physician.reviewer.pk], "due_on": "2030-01-02", "note": "Kept."}
    response = post(cast.writer, article, "submit", **{**filled, **data})

    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    text = response.content.decode()
    assert f'id="id_{field}_error"' in text
    if "note" not in data:
        assert "Kept.</textarea>" in text
    if "due_on" not in data:
        assert 'value="2030-01-02"' in text
    if "reviewers" not in data:
        assert text.count(" checked") == 1
    assert changed(before) == []


def test_the_author_is_refused_as_reviewer_under_the_field(cast: Cast) -> None:
    cast.register(cast.writer)
    response = post(cast.writer, cast.draft(), "submit", reviewers=[cast.writer.reviewer.pk])
    assert response.status_code == 422
    assert "wrote this article" in response.content.decode()


def test_the_page_of_the_author_as_reviewer_warns_before(cast: Cast) -> None:
    cast.register(cast.writer)
    text = signed_in(cast.writer).get(address(cast.draft(), "submit")).content.decode()
    assert "Wren Tully, MD <small>Wren Tully, MD wrote this article and cannot review it." in text


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_act_that_is_not_yours_is_403(cast: Cast, method: str) -> None:
    populate(cast)
    client = signed_in(cast.auditor)
    for article in Article.objects.all():
        for name in TRANSITIONS:
            response = getattr(client, method)(address(article, name), {"password": PASSWORD})
            assert response.status_code == 403, (article.stage, name)
            assert b"Your account may not do this" in response.content


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_act_at_the_wrong_moment_is_409_with_every_reason(cast: Cast, method: str) -> None:
    cast.policy("Default", separation="three")
    article = cast.draft(body="See [@nowhere] and [@nobody].", funding="")
    response = getattr(signed_in(cast.writer), method)(address(article, "submit"))
    text = response.content.decode()

    assert response.status_code == 409
    assert "Nothing was submitted" in text
    for reason in (
        "The funding disclosure is empty.",
        "The citation [@nowhere] points nowhere.",
        "The citation [@nobody] points nowhere.",
    ):
        assert reason in text
    assert article.get_absolute_url() in text


@pytest.mark.parametrize(
    ("name", "role"), [("recall", "writer"), ("withdraw", "publisher"), ("revise", "editor")]
)
def test_moves_that_are_not_listed_give_their_reasons_too(cast: Cast, name, role) -> None:
    response = signed_in(getattr(cast, role)).get(address(cast.draft(), name))
    assert response.status_code == 409
    reason = "Readers do not see this article" if name == "withdraw" else "in the stage “draft”"
    assert reason in response.content.decode()


def test_the_sign_page_shows_exactly_what_is_then_recorded(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    sign = reverse("sign", args=[review_of(article).pk])
    client = signed_in(cast.physician)
    shown = client.get(sign)
    ticket = shown.context["prepared"].ticket
    response = client.post(sign, {"ticket": ticket, "password": PASSWORD, "no_interest": "on"})

    signature = Signature.objects.get()
    given = client.get(response["Location"])
    assert response["Location"] == reverse("receipt", args=[signature.pk])
    assert shown.context["to_sign"].statement == given.context["given"].printed.statement
    assert shown.context["verdict"].byline == signature.byline
    assert shown.context["credentials"] == given.context["credentials"]
    assert shown.context["reviewer"].printed_name == signature.printed_name
    assert shown.context["completes"]
    article.refresh_from_db()
    assert (article.stage, article.review_due) == (Stage.APPROVED, shown.context["review_due"])


def test_the_sign_page_says_when_one_sign_off_does_not_suffice(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    article = cast.submit(cast.draft(), cast.physician, cast.second_physician)
    text = signed_in(cast.physician).get(reverse("sign", args=[review_of(article).pk]))
    assert "with yours, 1 of 2 sign-offs stand" in text.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type your password to sign."),
        ("guessed", "The password is not right; nothing was signed."),
    ],
)
def test_without_the_right_password_nothing_is_signed(cast: Cast, typed, sentence) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    sign = reverse("sign", args=[review_of(article).pk])
    response = send_signing_page(signed_in(cast.physician), sign, password=typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Signature.objects.exists()
    assert typed == "" or typed.encode() not in response.content
    assert LedgerEntry.objects.filter(kind=Event.REFUSED).count() == 1


def test_another_person_s_invitation_is_not_mine_to_sign(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    sign = reverse("sign", args=[review_of(article).pk])
    for method in ("get", "post"):
        assert getattr(signed_in(cast.second_physician), method)(sign).status_code == 403


def test_a_round_that_is_over_leaves_nothing_to_sign(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    review = review_of(article)
    workflow.perform("recall", article, actor=cast.writer)
    response = signed_in(cast.physician).post(
        reverse("sign", args=[review.pk]), {"password": PASSWORD}
    )
    assert response.status_code == 409
    assert "This round of review is over" in response.content.decode()


def test_request_changes_needs_a_note_and_keeps_the_article_without_one(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    response = post(cast.physician, article, "request_changes", note="   ")
    assert response.status_code == 422
    assert "Say why." in response.content.decode()

    done = post(cast.physician, article, "request_changes", note="Say why 5 mg.")
    article.refresh_from_db()
    assert (done.status_code, article.stage) == (302, Stage.DRAFT)


@pytest.mark.parametrize(
    ("stage", "name", "role", "after"),
    [
        (Stage.APPROVED, "publish", "publisher", Stage.PUBLISHED),
        (Stage.PUBLISHED, "withdraw", "publisher", Stage.WITHDRAWN),
        (Stage.PUBLISHED, "revise", "writer", Stage.DRAFT),
        (Stage.MEDICAL_REVIEW, "recall", "editor", Stage.DRAFT),
    ],
)
def test_every_other_act_is_done_from_the_same_page(cast: Cast, stage, name, role, after) -> None:
    article = cast.article_in(stage)
    client = signed_in(getattr(cast, role))
    response = send_signing_page(client, address(article, name), note="New advice.")

    article.refresh_from_db()
    assert (response.status_code, article.stage) == (302, after)
    signed = TRANSITIONS[name].signs
    assert response["Location"].startswith("/signatures/" if signed else article.get_absolute_url())


def test_discarding_a_new_version_brings_the_live_text_back(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    article = workflow.perform("revise", article, actor=cast.writer)
    assert post(cast.writer, article, "discard_revision").status_code == 302
    article.refresh_from_db()
    assert article.stage == Stage.PUBLISHED


def test_of_several_signatures_one_is_chosen_and_withdrawn(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    article = cast.submit(cast.draft(), cast.physician, cast.second_physician)
    article = cast.sign_off(cast.sign_off(article), cast.second_physician)
    client, choice = signed_in(cast.editor), address(article, "withdraw_signature")
    page = client.get(choice).content.decode()
    assert "Which signature is withdrawn?" in page
    assert "Ada Moss, MD" in page and "Bela Nemeth, MD" in page

    signature = article.signatures.get(signer=cast.second_physician)
    assert f'href="?signature={signature.pk}"' in page
    done = send_signing_page(client, f"{choice}?signature={signature.pk}", note="Why")
    article.refresh_from_db()
    assert article.stage == Stage.DRAFT
    assert done["Location"] == reverse("receipt", args=[signature.withdrawal.pk])


def test_only_one_s_own_signature_is_offered_for_withdrawal_at_once(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    article = cast.submit(cast.draft(), cast.physician, cast.second_physician)
    article = cast.sign_off(cast.sign_off(article), cast.second_physician)
    page = signed_in(cast.physician).get(address(article, "withdraw_signature"))
    assert page.context["withdraws"].printed_name == "Ada Moss, MD"
    assert "Bela Nemeth" not in page.content.decode()


@pytest.mark.parametrize("asked", ["nonsense", "00000000-0000-0000-0000-000000000007"])
def test_a_signature_that_is_not_there_is_not_withdrawn(cast: Cast, asked: str) -> None:
    article = cast.article_in(Stage.APPROVED)
    page = signed_in(cast.editor).get(f"{address(article, 'withdraw_signature')}?signature={asked}")
    assert page.status_code == 200
    assert "Which signature is withdrawn?" in page.content.decode()


def test_accepting_is_one_press(cast: Cast) -> None:
    review = review_of(cast.article_in(Stage.MEDICAL_REVIEW))
    accept = reverse("review-accept", args=[review.pk])
    response = signed_in(cast.physician).post(accept, {"next": "https://elsewhere.example/"})

    review.refresh_from_db()
    assert response["Location"] == reverse("review", args=[review.pk])
    assert review.response == Response.ACCEPTED
    assert signed_in(cast.physician).get(accept).status_code == 405


def test_declining_needs_a_reason(cast: Cast) -> None:
    review = review_of(cast.article_in(Stage.MEDICAL_REVIEW))
    decline, client = reverse("review-decline", args=[review.pk]), signed_in(cast.physician)
    assert client.post(decline, {"reason": " "}).status_code == 422

    client.post(decline, {"reason": "I advise its maker."})
    review.refresh_from_db()
    assert (review.response, review.closed_because) == (Response.DECLINED, "I advise its maker.")
    assert client.post(decline, {"reason": "Again."}).status_code in {302, 409}
    assert client.post(reverse("review-accept", args=[review.pk])).status_code == 409


def test_nobody_answers_for_somebody_else(cast: Cast) -> None:
    review = review_of(cast.article_in(Stage.MEDICAL_REVIEW))
    before = rows()
    for user in (cast.second_physician, cast.editor, cast.superuser):
        for name in ("review-accept", "review-decline"):
            url = reverse(name, args=[review.pk])
            assert signed_in(user).post(url, {"reason": "x"}).status_code == 403
    assert changed(before) == []


def test_a_form_without_its_token_is_refused_in_words(cast: Cast) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.writer)
    response = client.post(address(cast.draft(), "submit"))
    assert response.status_code == 403
    assert b"This form was not accepted" in response.content


def test_a_next_that_leads_elsewhere_is_not_followed(cast: Cast) -> None:
    from django.test import Client

    given = {"login": "wren", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post(reverse("login"), given)["Location"] == reverse("home")
