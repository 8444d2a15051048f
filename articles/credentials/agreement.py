"""The agreement that reviewers accept: versions of its text, and who accepted which."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.canonical import clean_text
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Agreement, AgreementAcceptance, Reviewer
from articles.stages import Event

from .adding import add
from .holding import claim, permit


def in_use() -> Agreement | None:
    return Agreement.objects.order_by("-version").first()


def put_in_use(text: str, *, actor: User, base: int | None = None) -> Agreement:
    """A new version of the agreement; every reviewer accepts it before they sign again.

    ``base``: the version that it was written over, 0 for none. Raises ``PermissionDenied``,
    ``InputRefused``, and ``TransitionRefused`` when another version came in between.
    """
    try:
        return _put_in_use(text, actor, base)
    except IntegrityError as error:
        raise _moved(_("Somebody else put a version into use just now.")) from error


@transaction.atomic
def _put_in_use(text: str, actor: User, base: int | None) -> Agreement:
    permit(actor, "assign_review")
    stored = clean_text(text, "text").strip()
    if not stored:
        raise InputRefused("text", _("the agreement has no text."), "missing")
    # Whoever waited for the lock reads again what was put into use meanwhile.
    Agreement.objects.select_for_update().order_by("-version").first()
    before = in_use()
    version = before.version if before else 0
    if base is not None and base != version:
        raise _moved(_("Another version was put into use meanwhile: read it first."))
    if before is not None and before.text == stored:
        raise InputRefused("text", _("this text is in use already."), "unchanged")
    agreement = Agreement(
        version=version + 1, text=stored, recorded_by=actor, recorded_at=timezone.now()
    )
    return add(agreement, Event.AGREEMENT_SAVE, actor, "agreement")


def _moved(message: str) -> TransitionRefused:
    return TransitionRefused("agreement", [Refusal("agreement_moved", message)])


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
        raise _moved(_("The agreement has a newer version now: read it first."))
    acceptance = AgreementAcceptance(
        reviewer=reviewer, agreement=newest, accepted_by=actor, accepted_at=timezone.now()
    )
    add(acceptance, Event.AGREEMENT_ACCEPT, actor, f"reviewer:{reviewer.pk}")
