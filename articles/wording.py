"""Put the words of a statement into use. What was signed keeps the words it was signed with."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.canonical import clean_text
from articles.credentials.adding import add
from articles.credentials.holding import explained, permit
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import StatementText
from articles.signing import texts
from articles.stages import Event, Meaning


def put_in_use(
    meaning: Meaning, text: str, *, actor: User, reason: str, base: int
) -> StatementText:
    """A new version of what a meaning says; every page to sign that is open must be shown again.

    ``base``: the version that it was written over. Raises ``PermissionDenied``, ``InputRefused``,
    and ``TransitionRefused`` when another version came in between.
    """
    try:
        return _put_in_use(meaning, text, actor, reason, base)
    except (IntegrityError, InputRefused) as error:
        if texts.in_use(meaning).version == base:
            raise
        raise _moved() from error


@transaction.atomic
def _put_in_use(meaning: Meaning, text: str, actor: User, reason: str, base: int) -> StatementText:
    permit(actor, "assign_review")
    stored = " ".join(clean_text(text, "text").split())
    texts.check_gaps(meaning, stored)
    before = texts.in_use(meaning)
    if before.version != base:
        raise _moved()
    if before.template == stored:
        raise InputRefused("text", _("this sentence is in use already."), "unchanged")
    row = StatementText(
        meaning=meaning,
        version=before.version + 1,
        text=stored,
        reason=explained(reason, "reason"),
        recorded_by=actor,
        recorded_at=timezone.now(),
    )
    return add(row, Event.STATEMENT_SAVE, actor, f"statement:{meaning}")


def _moved() -> TransitionRefused:
    other = _("Another version was put into use meanwhile: read it first.")
    return TransitionRefused("wording", [Refusal("text_moved", other)])
