"""Assign, accept, decline: verbs of an invitation, which move no stage."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.formats import date_format

from articles import presenting, workflow
from articles.models import LedgerEntry
from articles.stages import Stage
from articles.workflow import reviews
from tests.cast import Cast, today
from tests.workflow.answers import bad_input, on_record, reasons
from tests.workflow.situations import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast: Cast):
    return cast.article_in(Stage.MEDICAL_REVIEW)


@pytest.fixture
def invitation(article):
    return article.round.reviews.get()


def assign(cast: Cast, article, *users, actor=None, due_on=None):
    return reviews.assign(
        article,
        [user.reviewer for user in users],
        actor=actor or cast.editor,
        due_on=due_on or today(),
    )


def test_a_managing_editor_asks_more_reviewers_and_nobody_twice(cast: Cast, article) -> None:
    made = assign(cast, article, cast.physician, cast.second_physician)

    assert [review.reviewer for review in made] == [cast.second_physician.reviewer]
    assert made[0].invited_by == cast.editor
    assert on_record(article)[-1] == "review.assign"
    assert cast.sign_off(article, cast.second_physician).stage == Stage.APPROVED


@pytest.mark.parametrize("who", ["writer", "physician", "publisher", "auditor", "superuser"])
def test_nobody_else_asks_reviewers(cast: Cast, article, who: str) -> None:
    with pytest.raises(PermissionDenied):
        assign(cast, article, cast.second_physician, actor=getattr(cast, who))


def test_reviewers_are_asked_only_in_an_open_round(cast: Cast) -> None:
    for stage in (Stage.DRAFT, Stage.APPROVED, Stage.PUBLISHED):
        answer = reasons(assign, cast, cast.article_in(stage), cast.second_physician)
        assert answer == {"no_round": "No review is open."}


def test_writers_are_not_asked_and_no_date_lies_in_the_past(cast: Cast, article) -> None:
    cast.register(cast.writer)
    assert bad_input(assign, cast, article, cast.writer)[:2] == ("reviewers", "author")

    yesterday = today() - dt.timedelta(days=1)
    answer = bad_input(assign, cast, article, cast.second_physician, due_on=yesterday)
    assert answer == ("due_on", "past", "the due date lies in the past.")


def test_saying_yes_twice_is_no_fault_and_one_entry(cast: Cast, article, invitation) -> None:
    reviews.accept(invitation, actor=cast.physician)
    reviews.accept(invitation, actor=cast.physician)

    invitation.refresh_from_db()
    assert (invitation.response, invitation.closed_at) == ("accepted", None)
    assert on_record(article).count("review.accept") == 1


def test_who_declines_says_why_and_is_out_of_the_round(cast: Cast, article, invitation) -> None:
    answer = bad_input(reviews.decline, invitation, actor=cast.physician, reason=" ")
    assert answer == ("reason", "missing", "say why you decline.")

    reviews.decline(invitation, actor=cast.physician, reason="On leave.")
    invitation.refresh_from_db()
    assert (invitation.response, invitation.closed_because) == ("declined", "On leave.")
    assert reasons(reviews.accept, invitation, actor=cast.physician) == {
        "closed": "This review is closed."
    }
    assert list(reasons(cast.sign_off, article)) == ["not_assigned"]
    assert on_record(article)[-1] == "article.refused"


def test_an_invitation_answers_to_nobody_but_the_invited(cast: Cast, invitation) -> None:
    before, entries = picture(), LedgerEntry.objects.count()
    for stranger in (cast.second_physician, cast.editor, cast.writer, cast.superuser):
        with pytest.raises(PermissionDenied):
            reviews.accept(invitation, actor=stranger)
        with pytest.raises(PermissionDenied):
            reviews.decline(invitation, actor=stranger, reason="No.")
    assert (picture(), LedgerEntry.objects.count()) == (before, entries)


def test_a_round_that_ended_takes_no_answers(cast: Cast, article, invitation) -> None:
    workflow.perform("recall", article, actor=cast.writer)
    for answer, more in ((reviews.accept, {}), (reviews.decline, {"reason": "No."})):
        assert reasons(answer, invitation, actor=cast.physician, **more) == {
            "closed": "This review is closed."
        }


def set_due(cast: Cast, article, days: int, actor=None):
    later = today() + dt.timedelta(days=days)
    return reviews.set_due(article, later, actor=actor or cast.editor)


def test_a_managing_editor_gives_everybody_who_is_waited_for_another_day(
    cast: Cast, article
) -> None:
    [first] = article.round.reviews.all()
    [second] = assign(cast, article, cast.second_physician)
    reviews.decline(second, actor=cast.second_physician, reason="On leave")

    assert set_due(cast, article, 30) == [first]

    first.refresh_from_db()
    second.refresh_from_db()
    article.round.refresh_from_db()
    assert first.due_on == article.round.due_on == today() + dt.timedelta(days=30)
    assert second.due_on == today()
    entry = LedgerEntry.objects.latest("seq")
    assert (entry.kind, entry.actor) == ("review.due", "edda")
    assert f'"reviews":[{first.pk}]' in entry.payload


def test_a_day_that_is_set_already_is_not_set_again(cast: Cast, article) -> None:
    set_due(cast, article, 30)
    before = LedgerEntry.objects.count()
    assert set_due(cast, article, 30) == []
    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize("who", ["writer", "physician", "publisher", "auditor", "superuser"])
def test_nobody_else_sets_the_day(cast: Cast, article, who: str) -> None:
    with pytest.raises(PermissionDenied):
        set_due(cast, article, 30, actor=getattr(cast, who))


def test_a_day_is_set_for_an_open_round_and_not_in_the_past(cast: Cast, article) -> None:
    before = picture()
    assert bad_input(set_due, cast, article, -1) == (
        "due_on",
        "past",
        "the due date lies in the past.",
    )
    for stage in (Stage.DRAFT, Stage.APPROVED, Stage.PUBLISHED):
        other = cast.article_in(stage)
        before = picture()
        assert reasons(set_due, cast, other, 30) == {"no_round": "No review is open."}
        assert picture() == before


def test_the_story_of_an_article_tells_the_day(cast: Cast, article) -> None:
    set_due(cast, article, 30)
    told = presenting.timeline(article)[0].what
    day = today() + dt.timedelta(days=30)
    assert told == f"set the day by which reviews are due · {date_format(day, 'j M Y')}"
