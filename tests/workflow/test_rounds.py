"""Rounds of review: what they pin, who counts in them, how they end, what dates they leave."""

from __future__ import annotations

import datetime as dt

import pytest

from articles import roles, workflow
from articles.days import months_later
from articles.models import Article, LedgerEntry, Review
from articles.stages import Stage
from articles.workflow import reviews
from tests.cast import Cast, person, today
from tests.workflow.answers import bad_input, reasons

pytestmark = pytest.mark.django_db


def edit(article: Article, actor, **changes) -> Article:
    return workflow.save_draft(
        article, changes, actor=actor, reason="Edit", base=article.content_digest
    )


@pytest.fixture
def generalist(cast: Cast):
    user = person("gina", roles.MEDICAL_REVIEWERS, name="Gina General")
    cast.register(user, certificate="Internal Medicine")
    return user


# The quorum


@pytest.mark.parametrize("first", ["generalist", "specialist"])
def test_two_sign_offs_one_of_them_by_a_specialist_in_any_order(cast, generalist, first) -> None:
    cast.policy("Default", sign_offs=2, specialist_sign_offs=1)
    order = [generalist, cast.physician]
    article = cast.submit(cast.draft(), *order)
    if first == "specialist":
        order.reverse()

    article = cast.sign_off(article, order[0])
    assert article.stage == Stage.MEDICAL_REVIEW
    article = cast.sign_off(article, order[1])
    assert (article.stage, article.round.outcome) == (Stage.APPROVED, "approved")


def test_generalists_alone_never_suffice(cast: Cast, generalist) -> None:
    other = person("gabe", roles.MEDICAL_REVIEWERS, name="Gabe General")
    cast.register(other, certificate="Cardiovascular Disease")
    cast.policy("Default", sign_offs=2, specialist_sign_offs=1)
    article = cast.submit(cast.draft(), generalist, other, cast.physician)

    article = cast.sign_off(cast.sign_off(article, generalist), other)
    assert article.stage == Stage.MEDICAL_REVIEW
    assert cast.sign_off(article).stage == Stage.APPROVED


def test_an_approval_closes_the_invitations_that_are_still_open(cast: Cast) -> None:
    article = cast.sign_off(cast.submit(cast.draft(), cast.physician, cast.second_physician))
    mine, other = article.round.reviews.order_by("reviewer__name")

    assert (mine.decision, mine.response) == ("signed_off", "accepted")
    assert (other.decision, other.response) == ("", "invited")
    assert other.closed_because == "The sign-offs that the policy asks for were given."


@pytest.mark.req("A11-06")
def test_a_policy_changed_during_a_round_binds_the_next_one(cast: Cast) -> None:
    both = (cast.physician, cast.second_physician)
    article = cast.submit(cast.draft(), *both)
    cast.policy("Default", sign_offs=2)
    article = cast.sign_off(article)
    assert article.stage == Stage.APPROVED

    article = workflow.perform("revise", article, actor=cast.writer)
    article = cast.sign_off(cast.submit(article, *both))
    assert article.stage == Stage.MEDICAL_REVIEW
    cast.policy("Default", sign_offs=1)
    assert cast.sign_off(article, cast.second_physician).stage == Stage.APPROVED
    assert cast.publish(Article.objects.get()).stage == Stage.PUBLISHED


# Who is asked


def test_submission_names_as_many_reviewers_as_the_policy_asks_for(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    assert bad_input(cast.submit, cast.draft()) == (
        "reviewers",
        "too_few",
        "name at least 2: the policy “Default” asks for that many sign-offs.",
    )


def test_writers_and_people_without_an_account_are_not_asked(cast: Cast) -> None:
    article = cast.draft(owner=cast.writer)
    own = cast.register(cast.writer)
    assert bad_input(
        workflow.perform, "submit", article, actor=cast.other_writer, reviewers=[own]
    ) == ("reviewers", "author", "Wren Tully, MD wrote this article and cannot review it.")

    reviewer = cast.physician.reviewer
    reviewer.is_active = False
    assert bad_input(
        workflow.perform, "submit", article, actor=cast.writer, reviewers=[reviewer]
    ) == ("reviewers", "inactive", "Ada Moss, MD cannot be asked: no active account.")


def test_a_due_date_is_today_or_later_and_two_weeks_when_nobody_says(cast: Cast) -> None:
    article = cast.draft()
    past = today() - dt.timedelta(days=1)
    answer = bad_input(cast.submit, article, due_on=past)
    assert answer == ("due_on", "past", "the due date lies in the past.")

    article = cast.submit(article)
    assert article.round.due_on == today() + dt.timedelta(days=14)
    assert article.round.reviews.get().due_on == article.round.due_on


def test_the_next_submission_asks_the_same_people_again(cast: Cast) -> None:
    article = cast.submit(cast.draft(), cast.physician, cast.second_physician)
    article = cast.act("request_changes", article, cast.physician, note="Which dose?")
    article = workflow.perform("submit", article, actor=cast.writer)

    asked = article.round.reviews.values_list("reviewer__user__username", "response")
    assert sorted(asked) == [("ada", "invited"), ("bela", "invited")]
    assert article.round.number == 2


# How a round ends


@pytest.mark.parametrize(
    ("act", "outcome", "because"),
    [
        ("request_changes", "changes_requested", "Changes were requested."),
        ("recall", "recalled", "The text was recalled by its writer."),
    ],
)
def test_a_round_that_ends_takes_its_signatures_and_invitations_along(
    cast: Cast, act: str, outcome: str, because: str
) -> None:
    people = (cast.physician, cast.second_physician, cast.unverified)
    cast.policy("Default", sign_offs=2)
    article = cast.sign_off(cast.submit(cast.draft(), *people))
    by = cast.second_physician if act == "request_changes" else cast.writer
    ended, article = article.round, cast.act(act, article, by, note="Which dose?")

    ended.refresh_from_db()
    assert (article.stage, article.round) == (Stage.DRAFT, None)
    assert (ended.outcome, ended.end_note) == (outcome, "Which dose?")
    assert not Review.objects.open().exists()
    assert ended.reviews.get(reviewer__user=cast.unverified).closed_because == because
    assert ended.signatures.standing().count() == 1

    article = cast.sign_off(cast.submit(article, *people), cast.second_physician)
    assert article.stage == Stage.MEDICAL_REVIEW


@pytest.mark.req("NH-07")
def test_a_translation_inherits_no_sign_off(cast: Cast) -> None:
    original = cast.article_in(Stage.PUBLISHED)
    translated = {"locale": "es-US", "title": "Ataques de gota"}
    as_an_article = cast.submit(cast.draft(**translated))
    as_a_version = cast.submit(cast.revised(original, **translated))

    for article in (as_an_article, as_a_version):
        assert reasons(cast.publish, article).keys() == {"wrong_stage"}
        assert not article.signatures.filter(content_digest=article.content_digest).exists()
        approved = cast.sign_off(article)
        assert approved.stage == Stage.APPROVED
        assert approved.signatures.medical().latest("signed_at").record.locale == "es-US"
    assert as_a_version.published_record.locale == "en-US"


def test_a_text_that_comes_back_word_for_word_is_signed_anew(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    signed = article.content_digest
    article = workflow.perform("revise", article, actor=cast.writer)
    article = edit(edit(article, cast.writer, body="New."), cast.writer, body=article.body)
    assert article.content_digest == signed

    assert list(reasons(cast.publish, article)) == ["wrong_stage"]
    article = cast.submit(article)
    assert article.stage == Stage.MEDICAL_REVIEW
    assert list(reasons(cast.publish, article)) == ["wrong_stage"]


def test_a_new_version_sets_an_unreleased_approval_aside(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    round = article.round
    article = workflow.perform("revise", article, actor=cast.writer, note="A new dose.")

    round.refresh_from_db()
    assert (round.outcome, round.end_note) == ("revised", "A new dose.")
    assert (article.round, article.last_reviewed, article.review_due) == (None, None, None)


def test_a_discarded_version_leads_back_to_the_live_text_and_its_round(cast: Cast) -> None:
    live = cast.article_in(Stage.PUBLISHED)
    article = workflow.perform("revise", live, actor=cast.writer)
    article = edit(article, cast.writer, body="Worse.")
    article = workflow.perform("discard_revision", article, actor=cast.other_writer)

    assert (article.stage, article.version) == (Stage.PUBLISHED, 3)
    assert article.content_digest == live.content_digest
    assert (article.round, article.published_record) == (live.round, live.published_record)
    assert article.last_reviewed == live.last_reviewed
    assert [r.body for r in article.history.order_by("version")][1] == "Worse."


def test_a_version_that_changed_nothing_is_discarded_without_a_record(cast: Cast) -> None:
    live = cast.article_in(Stage.PUBLISHED)
    article = workflow.perform("revise", live, actor=cast.writer)
    article = workflow.perform("discard_revision", article, actor=cast.writer)

    assert (article.stage, article.version) == (Stage.PUBLISHED, 1)


def test_withdrawing_ends_an_open_round(cast: Cast) -> None:
    article = workflow.perform("revise", cast.article_in(Stage.PUBLISHED), actor=cast.writer)
    article = cast.submit(edit(article, cast.writer, body="New."))
    round = article.round
    article = cast.act("withdraw", article, cast.publisher, note="Wrong dose.")

    round.refresh_from_db()
    assert (article.stage, article.round, article.is_live) == (Stage.WITHDRAWN, None, False)
    assert (round.outcome, round.end_note) == ("withdrawn", "Wrong dose.")
    assert not Review.objects.open().exists()


# Dates


def travel(cast: Cast, clock, *moment: int) -> None:
    """Go to a moment far ahead, and check the physician's certificate anew there."""
    clock.set(*moment)
    cast.verify(cast.physician.reviewer.credentials.get())
    cast.disclose(cast.physician.reviewer)


@pytest.mark.req("NH-02", "NH-05", "JA-04")
def test_only_the_sign_off_of_the_whole_article_moves_the_dates(cast: Cast, clock) -> None:
    travel(cast, clock, 2096, 2, 29, 12)
    article = cast.submit(cast.draft())
    assert (article.last_reviewed, article.review_due) == (None, None)
    article = cast.sign_off(article)
    dates = (dt.date(2096, 2, 29), dt.date(2098, 2, 28))
    assert (article.last_reviewed, article.review_due) == dates

    clock.forward(days=20)
    article = cast.publish(article)
    article = workflow.perform("revise", article, actor=cast.writer)
    article = edit(article, cast.writer, summary="New.")
    assert (article.last_reviewed, article.review_due) == dates
    article = cast.submit(article)
    assert (article.last_reviewed, article.review_due) == dates
    withdrawn = cast.act("withdraw", article, cast.publisher, note="Wrong dose.")
    assert (withdrawn.last_reviewed, withdrawn.review_due) == dates


def test_an_approval_that_falls_gives_the_live_text_its_dates_back(cast: Cast, clock) -> None:
    travel(cast, clock, 2096, 5, 1, 12)
    article = cast.article_in(Stage.PUBLISHED)
    clock.forward(days=30)
    article = workflow.perform("revise", article, actor=cast.writer)
    article = cast.sign_off(cast.submit(edit(article, cast.writer, summary="New.")))
    assert article.last_reviewed == dt.date(2096, 5, 31)

    article = workflow.perform("revise", article, actor=cast.writer)
    assert (article.last_reviewed, article.review_due) == (
        dt.date(2096, 5, 1),
        dt.date(2098, 5, 1),
    )


def test_a_date_is_the_editors_day_and_not_the_servers(cast: Cast, clock) -> None:
    travel(cast, clock, 2096, 7, 1, 3)  # eleven in the evening in New York
    assert cast.article_in(Stage.APPROVED).last_reviewed == dt.date(2096, 6, 30)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-12-31", 1, "2025-01-31"),
        ("2024-10-31", 25, "2026-11-30"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months, later) -> None:
    assert months_later(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(later)


def test_asking_only_those_who_are_asked_already_records_nothing(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    before = LedgerEntry.objects.count()

    made = reviews.assign(article, [cast.physician.reviewer], actor=cast.editor, due_on=today())

    assert (made, LedgerEntry.objects.count()) == ([], before)
