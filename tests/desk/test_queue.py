"""The queue of a reviewer: what waits for an answer, what was accepted, what closed lately."""

from __future__ import annotations

import datetime as dt

import pytest

from articles import workflow
from articles.models import Review
from articles.workflow import reviews
from tests.cast import Cast, today

from .site import signed_in, statements

pytestmark = pytest.mark.django_db
QUEUE = "/review/"


def waiting(cast: Cast, title: str, *, days: int) -> Review:
    """A review that is due in so many days; one that is overdue was due later once."""
    article = cast.submit(cast.draft(title=title), due_on=today() + dt.timedelta(days=14))
    review = Review.objects.get(round=article.round)
    Review.objects.filter(pk=review.pk).update(due_on=today() + dt.timedelta(days=days))
    return review


def test_each_section_shows_what_is_overdue_first_and_then_by_the_day(cast: Cast) -> None:
    for title, days in (("Later", 9), ("Overdue", -2), ("Soon", 1)):
        waiting(cast, f"Asked {title}", days=days)
        reviews.accept(waiting(cast, f"Taken {title}", days=days), actor=cast.physician)
    page = signed_in(cast.physician).get(QUEUE)
    assert "6 reviews wait for you, 2 of them overdue" in page.text
    assert [review.round.record.title for review in page.context["asked"]] == [
        "Asked Overdue", "Asked Soon", "Asked Later",
    ]  # fmt: skip
    assert [review.round.record.title for review in page.context["accepted"]] == [
        "Taken Overdue", "Taken Soon", "Taken Later",
    ]  # fmt: skip
    order = [page.text.index(title) for title in ("Waiting for your answer", "Asked Later")]
    assert order == sorted(order) and order[-1] < page.text.index("Taken Overdue")


def test_a_row_says_what_when_by_whom_and_what_was_answered(cast: Cast) -> None:
    article = cast.submit(cast.draft(title="Sore thumbs"))
    cast.act("request_changes", article, cast.physician, note="Which thumb?")
    article.refresh_from_db()
    cast.submit(article)
    due = today() + dt.timedelta(days=14)
    row = signed_in(cast.physician).get(QUEUE).text.partition('<ul class="todo">')[2]
    for part in (
        "Sore thumbs</a>",
        "Rheumatology · version 1, round 2 · asked by Wren Tully · not answered yet",
        f'<span class="xs">{due.day} {due:%b %Y}</span>',
        "in 14 days</time>",
    ):
        assert part in row


def test_closed_reviews_are_folded_with_what_became_of_them(cast: Cast) -> None:
    declined, recalled = waiting(cast, "Not mine", days=3), waiting(cast, "Taken back", days=3)
    reviews.decline(declined, actor=cast.physician, reason="Too close to home.")
    cast.act("recall", recalled.round.article, cast.writer, note="Wrong file.")
    cast.sign_off(waiting(cast, "Signed", days=3).round.article)
    page = signed_in(cast.physician).get(QUEUE)
    assert "No review waits for you" in page.text and "Nothing waits for you" in page.text
    assert [review.round.record.title for review in page.context["closed"]] == [
        "Signed", "Taken back", "Not mine",
    ]  # fmt: skip
    folded = page.text.partition("<details><summary>Closed lately")[2].partition("</details>")[0]
    for part in ("Signed off", "The text was recalled by its writer.", "Too close to home."):
        assert part in folded


def test_only_the_last_ten_closed_reviews_are_shown(cast: Cast) -> None:
    for number in range(12):
        review = waiting(cast, f"Number {number}", days=3)
        reviews.decline(review, actor=cast.physician, reason="Too many.")
    closed = signed_in(cast.physician).get(QUEUE).context["closed"]
    assert [review.round.record.title for review in closed] == [
        f"Number {number}" for number in range(11, 1, -1)
    ]


def test_a_closed_review_keeps_the_title_that_was_asked_about(cast: Cast) -> None:
    review = waiting(cast, "Before", days=3)
    article = cast.act("recall", review.round.article, cast.writer, note="Wrong title.")
    base = article.content_digest
    changes = {"title": "After"}
    workflow.save_draft(article, changes, actor=cast.writer, reason="Renamed", base=base)
    page = signed_in(cast.physician).get(QUEUE)
    assert "Before</a>" in page.text and "After" not in page.text


def test_nobody_sees_another_one_s_queue(cast: Cast) -> None:
    waiting(cast, "For Ada", days=3)
    assert "For Ada" not in signed_in(cast.second_physician).get(QUEUE).text


@pytest.mark.slow
def test_the_queue_takes_as_many_statements_for_one_review_as_for_forty(cast: Cast) -> None:
    client = signed_in(cast.physician)

    def fill() -> None:
        reviews.accept(waiting(cast, "Taken", days=3), actor=cast.physician)
        waiting(cast, "Asked", days=-3)
        reviews.decline(waiting(cast, "No", days=3), actor=cast.physician, reason="Away.")

    fill()
    one = statements(client, QUEUE)
    for _ in range(39):
        fill()
    assert statements(client, QUEUE) == one
    assert client.get(QUEUE).text.count("<li>") >= 80


def test_an_invitation_comes_back_to_the_editor_after_five_days_and_stays_open(cast: Cast) -> None:
    fresh, old = waiting(cast, "Asked lately", days=9), waiting(cast, "Asked long ago", days=9)
    late = waiting(cast, "Overdue", days=-1)
    reviews.accept(taken := waiting(cast, "Taken", days=9), actor=cast.physician)
    for review, days in ((fresh, 3), (old, 5), (late, 6), (taken, 6)):
        at = review.invited_at - dt.timedelta(days=days)
        Review.objects.filter(pk=review.pk).update(invited_at=at)
    page = signed_in(cast.editor).get("/")
    assert [review.pk for review in page.context["unanswered"]] == [old.pk]
    assert "Ada Moss, MD has not answered; due" in page.text
    choosing = signed_in(cast.editor).get(f"/articles/{old.round.article.slug}/reviewers/").text
    assert "Asked, no answer yet" in choosing and "5 days ago</time>" in choosing
    assert Review.objects.open().filter(pk=old.pk).exists()
