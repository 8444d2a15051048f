"""The decline link of a mail: looking does nothing, one answer counts, and no link tells more."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client
from django.urls import reverse

from articles.errors import TransitionRefused
from articles.models import LedgerEntry, Review
from articles.notifications.declining import GOOD_FOR, SALT, token_for
from articles.stages import Event, Response, Stage
from articles.workflow import reviews
from tests.cast import TEXT, Cast

from .site import changed, rows, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(cast: Cast) -> Review:
    return Review.objects.get(round=cast.article_in(Stage.MEDICAL_REVIEW, title="Sore <b>").round)


def link(review: Review) -> str:
    return reverse("decline-link", args=[token_for(review)])


def test_looking_declines_nothing_however_it_is_done(cast: Cast, review: Review) -> None:
    before = rows()
    for method in ("get", "head", "options", "put", "delete"):
        getattr(Client(), method)(link(review))
    page = Client().get(link(review))
    assert page.status_code == 200 and changed(before) == []
    for part in ("Sore &lt;b&gt;", "Ada Moss, MD", "Rheumatology, version 1", "Wren Tully"):
        assert part in page.text
    assert not [words for words in TEXT.split("\n\n") if words in page.text]


def test_who_is_not_signed_in_declines_once_with_a_reason(cast: Cast, review: Review) -> None:
    client = Client()
    done = client.post(link(review), {"reason": " On leave.\n"})
    assert done.status_code == 200 and "You have declined" in done.text
    review.refresh_from_db()
    assert (review.response, review.closed_because) == (Response.DECLINED, "On leave.")
    (entry,) = LedgerEntry.objects.filter(kind=Event.REVIEW_DECLINE)
    assert entry.actor == "ada"
    assert "_auth_user_id" not in client.session

    before = rows()
    again = client.post(link(review), {"reason": "Once more."})
    assert again.status_code == 404 and changed(before) == []


def test_no_reason_no_answer(cast: Cast, review: Review) -> None:
    before = rows()
    for reason in ("", " \n", "\x00"):
        answer = Client().post(link(review), {"reason": reason})
        assert answer.status_code == 422 and "Your answer was not recorded." in answer.text
    assert changed(before) == []


def test_a_page_of_another_site_cannot_send_it(cast: Cast, review: Review) -> None:
    before = rows()
    answer = Client(enforce_csrf_checks=True).post(link(review), {"reason": "Forged."})
    assert answer.status_code == 403 and changed(before) == []


def test_whoever_is_signed_in_the_link_speaks_for_its_own_account(
    cast: Cast, review: Review
) -> None:
    page = signed_in(cast.editor).get(link(review))
    assert "You decline as" in page.text and "Ada Moss, MD" in page.text
    signed_in(cast.editor).post(link(review), {"reason": "For Ada."})
    review.refresh_from_db()
    assert review.response == Response.DECLINED


def test_an_accepted_review_may_still_be_declined(cast: Cast, review: Review) -> None:
    reviews.accept(review, actor=cast.physician)
    Client().post(link(review), {"reason": "Fell ill."})
    review.refresh_from_db()
    assert review.response == Response.DECLINED


def dead_links(cast: Cast, review: Review, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Every kind of link that opens nothing; the review itself stays open."""
    live = token_for(review)
    tokens = {
        "forged": live[:-1] + ("A" if live[-1] != "A" else "B"),
        "nonsense": "never-sent",
        "another salt": signing.dumps([review.pk, cast.physician.pk]),
        "another account": signing.dumps([review.pk, cast.editor.pk], salt=SALT),
        "no such review": signing.dumps([review.pk + 999, cast.physician.pk], salt=SALT),
    }
    with monkeypatch.context() as patch:
        old = time.time() - GOOD_FOR.total_seconds() - 60
        patch.setattr(time, "time", lambda: old)
        tokens["too old"] = token_for(review)
    closed = Review.objects.get(round=cast.article_in(Stage.MEDICAL_REVIEW, title="Over").round)
    tokens["used"] = token_for(closed)
    reviews.decline(closed, actor=cast.physician, reason="No.")
    return {name: reverse("decline-link", args=[token]) for name, token in tokens.items()}


def test_a_link_that_opens_nothing_says_the_same_whatever_the_reason(
    cast: Cast, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = dead_links(cast, review, monkeypatch)
    before, said = rows(), {}
    for name, address in links.items():
        for answer in (Client().get(address), Client().post(address, {"reason": "No."})):
            said[name] = (answer.status_code, answer.text)
            assert "This link declines nothing" in answer.text
            assert 'href="/review/"' in answer.text
    assert len(set(said.values())) == 1 and said["forged"][0] == 404
    assert changed(before) == []
    assert Client().get(link(review)).status_code == 200


def test_an_account_that_was_closed_or_lost_the_profile_answers_no_more(
    cast: Cast, review: Review
) -> None:
    address = link(review)
    User.objects.filter(pk=cast.physician.pk).update(is_active=False)
    assert Client().post(address, {"reason": "No."}).status_code == 404
    User.objects.filter(pk=cast.physician.pk).update(is_active=True)
    type(review.reviewer).objects.filter(pk=review.reviewer_id).update(user=cast.writer)
    assert Client().post(address, {"reason": "No."}).status_code == 404
    review.refresh_from_db()
    assert review.response == Response.INVITED


def test_a_review_that_closes_under_the_reader_s_hands_is_not_declined(
    cast: Cast, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.act("recall", review.round.article, cast.writer, note="Wrong file.")
    monkeypatch.setattr("articles.desk.declining.review_of", lambda _token: review)
    answer = Client().post(link(review), {"reason": "Too late."})
    assert answer.status_code == 404
    with pytest.raises(TransitionRefused):
        reviews.decline(review, actor=cast.physician, reason="Too late.")


def test_the_address_goes_into_no_index_and_to_no_other_page(cast: Cast, review: Review) -> None:
    for answer in (
        Client().get(link(review)),
        Client().get(reverse("decline-link", args=["never-sent"])),
    ):
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]
