"""The checklist and the ticks beside a text: kept as they are given, and sealed by the sign-off."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles import checklists
from articles.models import Article, LedgerEntry, ReferenceCheck, Review, ReviewAnswer
from tests.cast import Cast

from .scenes import QUESTIONS, second_round
from .site import send_signing_page, signed_in

pytestmark = pytest.mark.django_db

WHOLE = {"answer-doses": "yes", "answer-help": "yes", "checked": "handbook"}


@pytest.fixture
def review(cast: Cast) -> Review:
    return second_round(cast, asks=True)


def page_of(review: Review) -> str:
    return reverse("review", args=[review.pk])


def send(client: Client, review: Review, **typed: Any) -> HttpResponse:
    given = {name.replace("_", "-"): value for name, value in typed.items()}
    return client.post(reverse("review-answers", args=[review.pk]), given)


def kept() -> dict[str, tuple[str, str]]:
    return {row.code: (row.answer, row.note) for row in ReviewAnswer.objects.all()}


def bar(client: Client, review: Review) -> str:
    return client.get(page_of(review)).content.decode().split('id="decision"')[1]


def test_answers_are_kept_shown_and_changed(cast: Cast, review: Review) -> None:
    client = signed_in(cast.physician)
    done = send(client, review, answer_doses="yes", checked="handbook")
    assert (done.status_code, done["Location"]) == (302, f"{page_of(review)}#checklist")
    assert kept() == {"doses": ("yes", "")}
    html = client.get(page_of(review)).content.decode()
    assert "1 of 2" in html
    assert re.search(r'name="answer-doses" value="yes" checked', html)
    assert re.search(r'value="handbook"[^>]*" checked', html)

    send(client, review, answer_doses="no", note_doses="Row <b>two</b>.")
    assert kept() == {"doses": ("no", "Row <b>two</b>.")}
    html = client.get(page_of(review)).content.decode()
    assert 'value="Row &lt;b&gt;two&lt;/b&gt;."' in html
    assert not re.search(r'value="handbook"[^>]*" checked', html)


def test_who_looks_on_answers_nothing(cast: Cast, review: Review) -> None:
    html = signed_in(cast.editor).get(page_of(review)).content.decode()
    assert '<fieldset class="question" disabled>' in html
    assert 'value="stay"' not in html


def test_a_no_without_a_note_holds_the_sign_off_up_and_says_so(cast: Cast, review: Review) -> None:
    client = signed_in(cast.physician)
    send(client, review, **{**WHOLE, "answer-doses": "no"})
    refused = client.get(reverse("sign", args=[review.pk]))
    assert refused.status_code == 409
    assert [refusal.code for refusal in refused.context["refusals"]] == ["answer_unexplained"]
    assert refused.context["refusals"][0].message in refused.content.decode()
    assert page_of(review) in refused.content.decode()

    done = send(
        client, review, note_doses="In row two.", then="sign", **{**WHOLE, "answer-doses": "no"}
    )
    assert done["Location"] == reverse("sign", args=[review.pk])
    assert client.get(done["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("left_out", "code"),
    [("answer-help", "question_unanswered"), ("checked", "references_unchecked")],
)
def test_what_is_left_out_holds_the_sign_off_up(
    cast: Cast, review: Review, left_out: str, code: str
) -> None:
    client = signed_in(cast.physician)
    given = {name: value for name, value in WHOLE.items() if name != left_out}
    done = send(client, review, then="sign", **given)
    refused = client.get(done["Location"])
    assert refused.status_code == 409
    assert [refusal.code for refusal in refused.context["refusals"]] == [code]


def test_the_button_to_sign_sends_the_answers_along_to_the_receipt(
    cast: Cast, review: Review
) -> None:
    client = signed_in(cast.physician)
    assert 'form="answers" name="then" value="sign"' in bar(client, review)
    done = send(client, review, then="sign", **WHOLE)
    assert done["Location"] == reverse("sign", args=[review.pk])
    receipt = send_signing_page(client, done["Location"], no_interest="on")
    assert receipt.status_code == 302
    assert client.get(receipt["Location"]).status_code == 200
    review.refresh_from_db()
    assert review.decision == "signed_off"

    before = kept()
    over = send(client, review, **{**WHOLE, "answer-doses": "no"})
    assert over.status_code == 409
    assert "This review is closed." in over.content.decode()
    assert "Your answer was not recorded" in over.content.decode()
    assert kept() == before


@pytest.mark.parametrize(
    ("part", "status"), [("second_physician", 403), ("editor", 403), ("writer", 403)]
)
def test_nobody_answers_for_somebody_else(
    cast: Cast, review: Review, part: str, status: int
) -> None:
    assert send(signed_in(getattr(cast, part)), review, **WHOLE).status_code == status
    assert kept() == {}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"answer-colour": "yes"}, "This round does not ask that."),
        ({"answer-doses": "perhaps"}, "The answers are yes, no and not applicable."),
        ({"answer-doses": "", "note-doses": "Hm."}, "Choose an answer."),
        ({"checked": "atlas"}, "This version has no reference “atlas”."),
        ({"note-doses": "a\x00b", "answer-doses": "no"}, "Nothing was kept: "),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is(
    cast: Cast, review: Review, wrong: dict[str, str], sentence: str
) -> None:
    client = signed_in(cast.physician)
    done = send(client, review, then="sign", **{"answer-help": "yes", **wrong})
    assert done["Location"] == f"{page_of(review)}#checklist"
    html = client.get(page_of(review)).content.decode()
    assert "Nothing was kept: " in html
    assert sentence in html
    assert kept() == {}


def test_a_round_that_asks_nothing_takes_no_answers(cast: Cast) -> None:
    review = second_round(cast)
    client = signed_in(cast.physician)
    assert send(client, review, then="sign").status_code == 409
    assert 'form="answers"' not in bar(client, review)
    assert 'type="checkbox" name="checked"' not in client.get(page_of(review)).content.decode()


def test_a_tick_carried_over_is_named_and_dated(cast: Cast) -> None:
    checklists.put_in_use(
        cast.policy("Default"),
        QUESTIONS,
        checks_references=True,
        actor=cast.editor,
        reason="Agreed",
    )
    article = cast.submit(cast.draft())
    first = article.round.reviews.get()
    client = signed_in(cast.physician)
    send(client, first, checked="handbook")
    cast.act("recall", article, cast.writer)
    article = cast.submit(Article.objects.get())
    html = client.get(page_of(article.round.reviews.get())).content.decode()
    assert re.search(r'value="handbook"[^>]*" checked', html)
    assert re.search(r"carried over from your check of \d+ \w+ \d{4}", html)
    assert ReferenceCheck.objects.count() == 1


def test_answers_sent_after_the_session_ended_come_back(cast: Cast, review: Review) -> None:
    before = LedgerEntry.objects.count()
    page = send(Client(), review, **WHOLE, note_doses="In row two.", note_help=" ")
    assert page.status_code == 401
    assert page.context["words"] == ["In row two."]
    assert (kept(), LedgerEntry.objects.count()) == ({}, before)

    way = reverse("review-answers", args=[review.pk])
    assert f'?next={way}"' in page.content.decode()
    back = signed_in(cast.physician).get(way)
    assert (back.status_code, back["Location"]) == (302, page_of(review))
