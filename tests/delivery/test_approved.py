"""An approved text leaves without a release only where its release would be allowed now."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import selection, workflow
from articles.models import Article, Schedule
from articles.stages import Stage
from tests.cast import Cast
from tests.tampering.hand import alter, erase
from tests.workflow.clock import Clock
from tests.workflow.conftest import clock

__all__ = ["clock"]

pytestmark = pytest.mark.django_db

ENDED = {"outcome": "cancelled", "why": "So be it."}


@pytest.fixture
def approved(cast: Cast, clock: Clock) -> Article:
    cast.policy("Default", export_approved=True)
    return cast.article_in(Stage.APPROVED)


def reasons(*articles: Article) -> list[list[str]]:
    """Why each does not leave, by code."""
    keys = [article.pk for article in articles]
    read = Article.objects.in_bulk(keys)
    found = selection.candidates([read[key] for key in keys], include_approved=True)
    return [
        [refusal.code for refusal in refusals] for _candidate, refusals in selection.judged(found)
    ]


def test_a_fresh_one_leaves(approved):
    assert reasons(approved) == [[]]


@pytest.mark.parametrize("days", [90, 91])
def test_one_whose_sign_off_is_older_than_its_policy_allows_does_not(approved, clock, days):
    clock.forward(days=days)

    assert reasons(approved) == [["sign_off_stale"] if days > 90 else []]


def test_one_that_is_due_for_review_again_does_not(approved, clock):
    assert approved.review_due is not None
    Article.objects.filter(pk=approved.pk).update(
        review_due=workflow.case_of(approved, approved.owner).on
    )
    assert reasons(approved) == [[]]
    clock.forward(days=1)

    assert reasons(approved) == [["review_overdue"]]


def test_it_is_told_why_in_the_words_of_its_release(approved, clock, cast):
    clock.forward(days=3000)

    [candidate] = selection.candidates([approved], include_approved=True)
    told = {refusal.message for refusal in selection.refusals(candidate)}

    [release] = workflow.options(approved, cast.publisher, only=["publish"])
    assert told == {refusal.message for refusal in release.refusals}
    assert len(told) == 2


def test_what_readers_have_stays_with_them_however_old_its_sign_offs(cast, clock):
    article = cast.article_in(Stage.PUBLISHED)
    clock.forward(days=3000)

    assert reasons(article) == [[]]


@pytest.mark.parametrize("by_hand", ["nothing", "moved", "ended", "erased", "another round"])
def test_none_leaves_before_its_moment_whatever_the_row_says(approved, cast, clock, by_hand):
    at = (clock.at + dt.timedelta(days=3)).replace(microsecond=0)
    cast.act("publish", approved, cast.publisher, release_at=at, time_zone="UTC")
    waiting = Schedule.objects.get()
    if by_hand == "moved":
        alter(waiting, release_at=clock.at - dt.timedelta(hours=1))
    elif by_hand == "ended":
        alter(waiting, ended_at=clock.at, **ENDED)
    elif by_hand == "erased":
        erase(waiting)
    elif by_hand == "another round":
        alter(waiting, round_id=cast.article_in(Stage.APPROVED, title="Another").round_id)

    assert reasons(approved) == [["not_before"]]
    clock.at = at
    assert reasons(approved) == [[]]


def test_one_whose_order_was_cancelled_leaves_again(approved, cast, clock):
    at = clock.at + dt.timedelta(days=3)
    cast.act("publish", approved, cast.publisher, release_at=at, time_zone="UTC")
    workflow.cancel_release(Schedule.objects.get(), actor=cast.publisher, why="At once.")

    assert reasons(approved) == [[]]


def test_many_are_judged_in_as_many_statements_as_one(approved, cast, clock):
    more = [cast.article_in(Stage.APPROVED, title=title) for title in ("Two", "Three")]
    for article in more:
        at = clock.at + dt.timedelta(days=3)
        cast.act("publish", article, cast.publisher, release_at=at, time_zone="UTC")
    with CaptureQueriesContext(connection) as one:
        assert reasons(more[0]) == [["not_before"]]
    with CaptureQueriesContext(connection) as three:
        assert reasons(approved, *more) == [[], ["not_before"], ["not_before"]]

    assert len(one) == len(three)
