"""What a racer can do: the verbs of the product, called as a page would call them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import workflow
from articles.credentials import checking
from articles.days import editorial_date
from articles.errors import DraftConflict, InputRefused, ReviewFlowError, TransitionRefused
from articles.models import Article, Credential
from articles.signing import Authentication
from articles.stages import Severity, Standing, StandingReason
from articles.workflow import commenting
from tests.cast import signing_page


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


SIGNING = {"sign_off", "publish", "withdraw"}
"""What is signed on a page that whoever is early has open before the start."""

ACTS = {
    act.__name__: act
    for act in (edit, save, sign_off, request_changes, publish, withdraw, must_fix, suspend)
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
