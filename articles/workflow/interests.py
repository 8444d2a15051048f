"""Competing interests in one article: the reviewer names them, a managing editor decides."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger, roles
from articles.canonical import clean_text
from articles.credentials.holding import claim, explained
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Review
from articles.stages import Event, InterestDecision

from .case import Case


def stated(review: Review | None, statement: str) -> dict[str, str]:
    """What a sign-off says of interests: ``interest`` in this article, and the ``disclosure``.

    ``statement`` is the yearly one. The words of an interest go into the disclosure only where an
    editor chose to print them. The page shows the same before the signature is given.
    """
    if review is None or not review.interest:
        return {"interest": "none", "disclosure": statement}
    if review.interest_decision != InterestDecision.MANAGEABLE:
        return {"interest": review.interest_decision, "disclosure": statement}
    printed = _("%(general)s On this article: %(interest)s") % {
        "general": statement,
        "interest": review.interest,
    }
    return {"interest": review.interest_decision, "disclosure": printed}


def line(case: Case) -> dict[str, str]:
    """What this sign-off states about interests in this very article.

    Asked once a round: earlier by ``declare``, or with the signature itself (``no_interest``).
    """
    assert case.verdict is not None
    review = case.my_review
    is_answered = review is not None and review.interest_at is not None
    if not is_answered and not case.inputs.get("no_interest"):
        raise InputRefused(
            "no_interest",
            _("say that no interest of yours bears on this article, or name it first."),
            "missing",
        )
    return stated(review, case.verdict.profile.statement)


@transaction.atomic
def declare(review: Review, *, actor: User, interest: str) -> Review:
    """The reviewer says what bears on this article; empty: nothing does.

    What was named is never taken back, only added to by naming it again in the next round.
    Raises ``PermissionDenied``, ``InputRefused`` and ``TransitionRefused``.
    """
    if review.reviewer.user_id != actor.pk:
        raise PermissionDenied("articles.review_article")
    text, now = clean_text(interest.strip(), "interest"), timezone.now()
    claim(review.reviewer)
    changed = (
        Review.objects.open()
        .filter(pk=review.pk, interest="")
        .update(interest=text, interest_at=now)
    )
    if not changed:
        raise TransitionRefused("interest", [_closed(Review.objects.get(pk=review.pk))])
    _record(Event.REVIEW_INTEREST, review, actor, interest="named" if text else "none")
    review.refresh_from_db()
    return review


@transaction.atomic
def decide(review: Review, *, actor: User, decision: InterestDecision, reason: str) -> Review:
    """A managing editor, never the reviewer, says what the interest means. May be decided anew.

    Raises ``PermissionDenied``, ``InputRefused`` and ``TransitionRefused``.
    """
    if "assign_review" not in roles.permissions_of(actor):
        raise PermissionDenied("articles.assign_review")
    if found := objections(review, actor):
        raise TransitionRefused("interest", found)
    if decision not in set(InterestDecision) - {InterestDecision.NONE}:
        raise InputRefused("decision", _("choose what the interest means."), "missing")
    why = explained(reason)
    claim(review.reviewer)
    changed = (
        Review.objects.open()
        .filter(pk=review.pk)
        .exclude(interest="")
        .update(
            interest_decision=decision,
            interest_decided_by=actor,
            interest_reason=why,
        )
    )
    if not changed:
        raise TransitionRefused("interest", [_closed(Review.objects.get(pk=review.pk))])
    _record(Event.REVIEW_INTEREST_DECIDE, review, actor, decision=decision.value)
    review.refresh_from_db()
    return review


def unsayable(review: Review) -> list[Refusal]:
    """Why its reviewer cannot say anything about interests now; empty when they can."""
    now = Review.objects.get(pk=review.pk)
    return [_closed(now)] if now.closed_at is not None or now.interest else []


def objections(review: Review, actor: User) -> list[Refusal]:
    """Why this person cannot decide about an interest now; empty when they can."""
    if review.reviewer.user_id == actor.pk:
        return [Refusal("own_interest", _("Nobody decides about their own interest."))]
    now = Review.objects.get(pk=review.pk)
    return [_closed(now)] if now.closed_at is not None or not now.interest else []


def _closed(now: Review) -> Refusal:
    """What stands in the way, of a review just read."""
    if now.closed_at is not None:
        return Refusal("closed", _("This review is closed."))
    if now.interest:
        return Refusal("named", _("An interest has been named; an editor decides about it."))
    return Refusal("not_named", _("No interest has been named."))


def _record(event: Event, review: Review, actor: User, **payload: object) -> None:
    """The words stay in the review: the ledger goes out with exports."""
    ledger.append(
        event,
        actor=actor.username,
        subject=review.round.article.subject,
        at=timezone.now(),
        payload={"round": review.round.number, "reviewer": review.reviewer.printed_name, **payload},
    )
