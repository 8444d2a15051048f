"""Verbs of a review: assign, set due, release, accept, decline. They move no stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger, roles
from articles.credentials.holding import explained
from articles.days import editorial_date
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Article, Review, Reviewer, Round
from articles.stages import Event, Response, Stage

from . import rounds
from .claiming import claim_article


def assign(
    article: Article, reviewers: Iterable[Reviewer], *, actor: User, due_on: dt.date
) -> list[Review]:
    """Ask more reviewers in the open round. Those asked already are left as they are.

    Raises ``PermissionDenied``, ``InputRefused`` and ``TransitionRefused``.
    """
    if "assign_review" not in roles.permissions_of(actor):
        raise PermissionDenied("articles.assign_review")
    now = timezone.now()
    _must_not_be_past(due_on, now)
    with transaction.atomic():
        opened = _open_round(article, actor, "assign")
        asked = set(opened.reviews.values_list("reviewer_id", flat=True))
        wanted = [reviewer for reviewer in reviewers if reviewer.pk not in asked]
        for reviewer in wanted:
            rounds.must_be_free_to_review(reviewer, article.owner_id, opened.submitted_by_id)
        if not wanted:
            return []
        made = rounds.invite(opened, wanted, actor, due_on=due_on, at=now)
        names = [reviewer.printed_name for reviewer in wanted]
        _record(
            Event.REVIEW_ASSIGN, article, actor, now, reviewers=names, due_on=due_on.isoformat()
        )
    return made


def set_due(article: Article, due_on: dt.date, *, actor: User) -> list[Review]:
    """Give the open round and every review that waits in it another day; those that were moved.

    Where it is their day already nothing is written. Raises ``PermissionDenied``, ``InputRefused``
    and ``TransitionRefused``.
    """
    if "assign_review" not in roles.permissions_of(actor):
        raise PermissionDenied("articles.assign_review")
    now = timezone.now()
    _must_not_be_past(due_on, now)
    with transaction.atomic():
        opened = _open_round(article, actor, "set_due")
        waiting = opened.reviews.open().exclude(due_on=due_on)
        moved = list(waiting.select_for_update(of=("self",), no_key=True).order_by("pk"))
        if not moved and opened.due_on == due_on:
            return []
        keys = [review.pk for review in moved]
        Review.objects.filter(pk__in=keys).update(due_on=due_on)
        Round.objects.filter(pk=opened.pk).update(due_on=due_on)
        _record(Event.REVIEW_DUE, article, actor, now, reviews=keys, due_on=due_on.isoformat())
    return moved


def release(review: Review, *, actor: User, reason: str) -> None:
    """A managing editor takes an invitation back, so that somebody else can be asked.

    Raises ``PermissionDenied``, ``InputRefused`` and ``TransitionRefused``.
    """
    if "assign_review" not in roles.permissions_of(actor):
        raise PermissionDenied("articles.assign_review")
    why = explained(reason, asks=_("say why you take it back."))
    now = timezone.now()
    with transaction.atomic():
        changed = Review.objects.open().filter(pk=review.pk)
        if not changed.update(closed_at=now, closed_because=why):
            raise TransitionRefused("release", [Refusal("closed", _("This review is closed."))])
        name = review.reviewer.printed_name
        article = review.round.article
        _record(Event.REVIEW_RELEASE, article, actor, now, reviewers=[name], reason=why)


def accept(review: Review, *, actor: User) -> None:
    """The invited person says yes. Saying yes twice is no fault."""
    _answer(review, actor, Response.ACCEPTED, Event.REVIEW_ACCEPT)


def decline(review: Review, *, actor: User, reason: str) -> None:
    """The invited person says no, and why; the invitation closes."""
    why = explained(reason, asks=_("say why you decline."))
    _answer(review, actor, Response.DECLINED, Event.REVIEW_DECLINE, why)


def _must_not_be_past(due_on: dt.date, now: dt.datetime) -> None:
    if due_on < editorial_date(now):
        raise InputRefused("due_on", _("the due date lies in the past."), "past")


def _open_round(article: Article, actor: User, act: str) -> Round:
    """The round that is open, with the article's row held. Raises ``TransitionRefused``."""
    held = claim_article(article, actor, "assign_review")
    opened = held.article.round if held else None
    if opened is None or article.stage != Stage.MEDICAL_REVIEW:
        raise TransitionRefused(act, [Refusal("no_round", _("No review is open."))])
    return opened


def _answer(
    review: Review, actor: User, response: Response, event: Event, reason: str = ""
) -> None:
    if review.reviewer.user_id != actor.pk:
        raise PermissionDenied("articles.review_article")
    now = timezone.now()
    with transaction.atomic():
        changed = (
            Review.objects.open()
            .filter(pk=review.pk)
            .exclude(response=response)
            .update(
                response=response,
                responded_at=now,
                **(
                    {"closed_at": now, "closed_because": reason}
                    if response == Response.DECLINED
                    else {}
                ),
            )
        )
        if changed:
            _record(
                event, review.round.article, actor, now, round=review.round.number, reason=reason
            )
            return
    review.refresh_from_db()
    if review.response != response:
        raise TransitionRefused("answer", [Refusal("closed", _("This review is closed."))])


def _record(
    event: Event, article: Article, actor: User, at: dt.datetime, **payload: object
) -> None:
    ledger.append(event, actor=actor.username, subject=article.subject, at=at, payload=payload)
