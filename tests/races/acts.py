"""What a racer can do: the verbs of the product, called as a page would call them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from unittest import mock

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import workflow
from articles.credentials import checking
from articles.days import editorial_date
from articles.errors import DraftConflict, InputRefused, Refusal, ReviewFlowError, TransitionRefused
from articles.models import Article, Credential
from articles.signing import Authentication
from articles.stages import ScheduleOutcome, Severity, Standing, StandingReason
from articles.workflow import commenting
from tests.cast import signing_page, standing_signature

AHEAD = dt.timedelta(hours=1)
"""By how much the clock of a worker runs ahead, so that nobody waits for a moment to come."""


def edit(article: Article, actor: User, changes: dict[str, Any], **_: Any) -> None:
    """Recall the text, change it, submit it again to the same people."""
    article = workflow.perform("recall", article, actor=actor)
    save(article, actor, changes, article.content_digest)
    workflow.perform("submit", Article.objects.get(pk=article.pk), actor=actor)


def save(article: Article, actor: User, changes: dict[str, Any], seen: str) -> None:
    workflow.save_draft(article, changes, actor=actor, reason="A better wording", base=seen)


def sign_off(article: Article, actor: User, page: Authentication | None = None) -> None:
    page = page or signing_page("sign_off", article, actor)
    workflow.perform("sign_off", article, actor=actor, authentication=page, no_interest=True)


def request_changes(article: Article, actor: User) -> None:
    workflow.perform("request_changes", article, actor=actor, note="Say how much.")


def publish(article: Article, actor: User, page: Authentication | None = None) -> None:
    page = page or signing_page("publish", article, actor)
    workflow.perform("publish", article, actor=actor, authentication=page)


def withdraw(article: Article, actor: User, page: Authentication | None = None) -> None:
    page = page or signing_page("withdraw", article, actor)
    workflow.perform("withdraw", article, actor=actor, authentication=page, note="Out of date.")


def order(article: Article, actor: User, page: Authentication | None = None) -> None:
    """Sign a release for an hour from now."""
    page = page or signing_page("publish", article, actor)
    at = timezone.now() + 2 * AHEAD
    workflow.perform("publish", article, actor=actor, authentication=page, release_at=at)


def release(article: Article, actor: User, **_: Any) -> None:
    """What a worker does once the moment has come; refused where somebody else was faster."""
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + AHEAD):
        settled = workflow.release_due()
    outcomes = {done.schedule.article_id: done.outcome for done in settled}
    if outcomes.get(article.pk) != ScheduleOutcome.RELEASED:
        raise TransitionRefused("release", [Refusal("not_due", "Nothing was due.")])


def cancel(article: Article, actor: User, **_: Any) -> None:
    workflow.cancel_release(article.schedules.latest("pk"), actor=actor, why="Not yet.")


def revise(article: Article, actor: User, **_: Any) -> None:
    workflow.perform("revise", article, actor=actor)


def withdraw_signature(article: Article, actor: User, page: Authentication, held: Article) -> None:
    workflow.perform(
        "withdraw_signature",
        held,
        actor=actor,
        authentication=page,
        signature=standing_signature(held),
        note="It is not so.",
    )


def must_fix(article: Article, actor: User, form: uuid.UUID | None = None) -> None:
    commenting.comment(
        article,
        actor=actor,
        text="Say how much.",
        severity=Severity.MUST_FIX,
        token=form or uuid.uuid4(),
    )


def suspend(article: Article, actor: User, credential: int, **_: Any) -> None:
    checking.record_status(
        Credential.objects.get(pk=credential),
        actor=actor,
        standing=Standing.NOT_IN_FORCE,
        reason=StandingReason.SUSPENDED,
        why="As the board says",
        effective_from=editorial_date(timezone.now()),
    )


SIGNING = {"sign_off", "publish", "withdraw", "order"}
"""What is signed on a page that whoever is early has open before the start."""

SIGNED_AS = {"order": "publish"}
"""The transition whose page an act opens, where it goes by another name."""

ACTS = {
    act.__name__: act
    for act in (
        *(edit, save, sign_off, request_changes, publish, withdraw, must_fix, suspend),
        *(order, release, cancel, revise, withdraw_signature),
    )
}


def outcome(error: Exception | None) -> tuple[str, str]:
    """``done``, ``refused`` with its codes, or ``error``: anything a person should never see."""
    match error:
        case None:
            return "done", ""
        case TransitionRefused():
            return "refused", " ".join(sorted({refusal.code for refusal in error.refusals}))
        case DraftConflict():
            return "refused", "conflict"
        case InputRefused():
            return "refused", f"{error.field}_{error.code}"
        case PermissionDenied() | ReviewFlowError():
            return "error", f"{type(error).__name__}: {error}"
    return "error", f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"
