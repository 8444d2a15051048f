"""Who leaves gives back what was asked of them, and the editor sees it."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from articles import integrity, workflow
from articles.credentials import leaving, recording
from articles.models import Article, Review
from articles.stages import Decision, Event, Stage
from articles.workflow import reviews
from tests.cast import Cast
from tests.credentials.news import entries
from tests.desk.site import signed_in

pytestmark = pytest.mark.django_db

BECAUSE = "Ada Moss, MD no longer reviews here."


def leave(cast: Cast) -> None:
    reviewer = cast.physician.reviewer
    reviewer.is_active = False
    recording.save(reviewer, actor=cast.officer, reason="Retired")


def review_of(article: Article) -> Review:
    return article.round.reviews.get(reviewer__user__username="ada")


def test_every_open_review_closes_with_a_reason_and_a_ledger_entry(cast: Cast) -> None:
    articles = [cast.submit(cast.draft(title=title)) for title in ("First", "Second")]

    leave(cast)

    for article in articles:
        review = review_of(article)
        assert review.closed_at is not None
        assert (review.closed_because, review.decision) == (BECAUSE, Decision.NONE)
        [entry] = entries(Event.REVIEW_RELEASE, article)
        assert (entry.actor, json.loads(entry.payload)) == (
            "cora",
            {"reviewers": ["Ada Moss, MD"], "reason": BECAUSE},
        )
    assert integrity.check().faults == ()


def test_what_was_decided_or_belongs_to_others_stays_as_it_is(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    article = cast.submit(cast.draft(), cast.physician, cast.second_physician)
    article = cast.sign_off(article)
    declined = cast.submit(cast.draft(title="Declined"), cast.physician, cast.second_physician)
    reviews.decline(review_of(declined), actor=cast.physician, reason="Away")
    before = list(Review.objects.order_by("pk").values())

    leave(cast)

    assert list(Review.objects.order_by("pk").values()) == before
    assert list(leaving.left_behind()) == []
    assert entries(Event.REVIEW_RELEASE, article) == []


def test_leaving_twice_says_so_once(cast: Cast) -> None:
    article = cast.submit(cast.draft())
    leave(cast)
    leave(cast)
    assert len(entries(Event.REVIEW_RELEASE, article)) == 1


def test_a_change_that_keeps_them_here_closes_nothing(cast: Cast) -> None:
    article = cast.submit(cast.draft())
    recording.save(cast.physician.reviewer, actor=cast.officer, reason="Looked at")
    assert review_of(article).closed_at is None


def test_the_articles_that_need_somebody_else_are_given(cast: Cast) -> None:
    article = cast.submit(cast.draft())
    assert leaving.close_open_reviews(cast.physician.reviewer, actor=cast.officer) == [article]
    assert leaving.close_open_reviews(cast.physician.reviewer, actor=cast.officer) == []


def test_the_managing_editor_sees_it_on_home_and_in_the_record(cast: Cast) -> None:
    article = cast.submit(cast.draft())
    leave(cast)

    client = signed_in(cast.editor)
    home = client.get(reverse("home")).content.decode()
    record = client.get(article.get_absolute_url()).content.decode()

    assert "Given back by somebody who left" in home
    assert home.count(BECAUSE) == 1
    assert f"“{BECAUSE}”" in record
    assert "Given back" not in signed_in(cast.writer).get(reverse("home")).content.decode()


def test_another_is_asked_and_the_article_goes_on(cast: Cast) -> None:
    article = cast.submit(cast.draft())
    leave(cast)
    due_on = article.round.due_on
    other = cast.second_physician.reviewer
    reviews.assign(article, [other], actor=cast.editor, due_on=due_on)
    article.refresh_from_db()
    assert cast.sign_off(article, cast.second_physician).stage == Stage.APPROVED
    assert list(leaving.left_behind()) == []


def test_a_round_that_ended_needs_nobody_else(cast: Cast) -> None:
    article = cast.submit(cast.draft())
    leave(cast)
    assert [review.round.article for review in leaving.left_behind()] == [article]
    workflow.perform("recall", article, actor=cast.writer)
    assert list(leaving.left_behind()) == []
