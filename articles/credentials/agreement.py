"""The agreement that reviewers accept: versions of its text, and who accepted which."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Agreement, AgreementAcceptance, Reviewer
from articles.stages import Event

from .adding import add
from .holding import claim, permit


def in_use() -> Agreement | None:
    return Agreement.objects.order_by("-version").first()


@transaction.atomic
def put_in_use(text: str, *, actor: User) -> Agreement:
    """A new version of the agreement; every reviewer accepts it before they sign again."""
    permit(actor, "assign_review")
    before = Agreement.objects.select_for_update().order_by("-version").first()
    if not text.strip():
        raise InputRefused("text", _("the agreement has no text."), "missing")
    if before is not None and before.text == text.strip():
        raise InputRefused("text", _("this text is in use already."), "unchanged")
    agreement = Agreement(
        version=before.version + 1 if before else 1,
        text=text.strip(),
        recorded_by=actor,
        recorded_at=timezone.now(),
    )
    return add(agreement, Event.AGREEMENT_SAVE, actor, "agreement")


@transaction.atomic
def accept(reviewer: Reviewer, *, actor: User, version: int) -> None:
    """The holder accepts the version that was on their screen, if it is the one in use."""
    if reviewer.user_id != actor.pk:
        raise PermissionDenied("articles.review_article")
    claim(reviewer)
    newest = in_use()
    if newest is None or reviewer.acceptances.filter(agreement=newest).exists():
        return
    if newest.version != version:
        moved = _("The agreement has a newer version now: read it first.")
        raise TransitionRefused("agreement", [Refusal("agreement_moved", moved)])
    acceptance = AgreementAcceptance(
        reviewer=reviewer, agreement=newest, accepted_by=actor, accepted_at=timezone.now()
    )
    add(acceptance, Event.AGREEMENT_ACCEPT, actor, f"reviewer:{reviewer.pk}")
