"""Open a round, invite its reviewers, end it. Called by effects, inside the claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Value, When
from django.utils.translation import gettext as _

from articles.errors import InputRefused
from articles.models import HistoricalReviewPolicy, Review, Reviewer, Round
from articles.stages import Decision, Outcome, Response

from .case import Case


def invited(case: Case, policy: HistoricalReviewPolicy) -> list[Reviewer]:
    """The people named, or those of the last round when nobody is named."""
    named = case.inputs.get("reviewers")
    if named is None:
        last = case.article.rounds.order_by("-number").first()
        named = [review.reviewer for review in last.reviews.all()] if last else []
    reviewers = list({reviewer.pk: reviewer for reviewer in named}.values())
    for reviewer in reviewers:
        must_be_free_to_review(reviewer, case.article.owner_id, case.actor.pk)
    if len(reviewers) < policy.sign_offs:
        raise InputRefused(
            "reviewers",
            _("name at least %s: the policy “%s” asks for that many sign-offs.")
            % (policy.sign_offs, policy.name),
            "too_few",
        )
    return reviewers


def open_round(case: Case, policy: HistoricalReviewPolicy, due_on: dt.date, note: str) -> Round:
    """A round on the claimed article's newest record, under the policy that the case found."""
    assert case.held is not None
    return Round.objects.create(
        article=case.article,
        number=case.held.rounds_so_far + 1,
        record_id=case.held.record_id,
        policy=policy,
        checklist_id=policy.asks,
        submitted_by=case.actor,
        submitted_at=case.at,
        due_on=due_on,
        note=note,
    )


def invite(
    round: Round, reviewers: Iterable[Reviewer], actor: User, *, due_on: dt.date, at: dt.datetime
) -> list[Review]:
    """One invitation for each reviewer."""
    return Review.objects.bulk_create(
        Review(round=round, reviewer=reviewer, due_on=due_on, invited_by=actor, invited_at=at)
        for reviewer in reviewers
    )


def must_be_free_to_review(reviewer: Reviewer, *writers: int) -> None:
    """Raise ``InputRefused`` for somebody without an account, or who wrote the article."""
    if reviewer.user_id is None or not reviewer.is_active:
        message = _("%s cannot be asked: no active account.") % reviewer
        raise InputRefused("reviewers", message, "inactive")
    if reviewer.user_id in writers:
        message = _("%s wrote this article and cannot review it.") % reviewer
        raise InputRefused("reviewers", message, "author")


def end(round: Round, outcome: Outcome, case: Case, note: str = "") -> None:
    """Write how a round ended. An approval that falls keeps the time it was given."""
    round.outcome, round.end_note = outcome, note
    round.ended_at = round.ended_at or case.at
    round.save(update_fields=("outcome", "ended_at", "end_note"))


def close_reviews(
    round: Round, case: Case, decision: Decision, because: str, *, everyone: bool = True
) -> None:
    """Record the actor's decision and close the others' open reviews, in one statement."""
    mine = case.my_review.pk if case.my_review and decision != Decision.NONE else None
    reviews = Review.objects.filter(round=round).open()
    if not everyone:
        reviews = reviews.filter(pk=mine or 0)
    reviews.update(
        closed_at=case.at,
        decision=_mine(mine, decision, "decision"),
        response=_mine(mine, Response.ACCEPTED, "response"),
        responded_at=_mine(mine, case.at, "responded_at"),
        interest_at=_mine(_unsaid(case, mine, decision), case.at, "interest_at"),
        closed_because=because,
    )


def _unsaid(case: Case, mine: int | None, decision: Decision) -> int | None:
    """A sign-off also answers, for the first time, whether an interest bears on the article."""
    answered = case.my_review is None or case.my_review.interest_at is not None
    return None if answered or decision != Decision.SIGNED_OFF else mine


def _mine(key: int | None, value: Any, otherwise: str) -> models.Case:
    output = models.DateTimeField if otherwise.endswith("_at") else models.CharField
    if key is None:
        return models.Case(default=F(otherwise))
    return models.Case(When(pk=key, then=Value(value, output_field=output())), default=F(otherwise))
