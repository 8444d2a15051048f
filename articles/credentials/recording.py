"""Credential officers at work: who is whom, what a source said, and two people for each check.

Each verb claims the reviewer's row before it writes, as the engine does before it signs, so that
a suspension and a signature never pass each other unseen.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger
from articles.days import editorial_date
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import (
    Board,
    Certificate,
    Credential,
    CredentialStatus,
    CredentialVerification,
    Reviewer,
    ReviewPolicy,
    annotate,
)
from articles.rows import row_digest
from articles.stages import CheckMethod, CheckOutcome, Event, Standing

from .holding import clean, concerned, date_terms, hold, permit

M = TypeVar("M", bound=models.Model)

_GOVERNED: dict[type[models.Model], tuple[Event, str]] = {
    Reviewer: (Event.REVIEWER_SAVE, "manage_credentials"),
    Credential: (Event.CREDENTIAL_RECORD, "manage_credentials"),
    Board: (Event.CATALOGUE_SAVE, "manage_credentials"),
    Certificate: (Event.CATALOGUE_SAVE, "manage_credentials"),
    ReviewPolicy: (Event.POLICY_SAVE, "assign_review"),
}
"""Which event and which permission go with each historised model outside the articles."""


@transaction.atomic
def save(instance: M, *, actor: User, reason: str) -> M:
    """Write one governed row with its record and its ledger entry.

    Raises ``PermissionDenied``, ``InputRefused`` for an empty reason or a field that is wrong, and
    ``TransitionRefused`` when an officer touches their own standing.
    """
    event, permission = _GOVERNED[type(instance)]
    permit(actor, permission)
    if not reason.strip():
        raise InputRefused("reason", _("say why you make this change."), "missing")
    for reviewer in concerned(instance):
        hold(reviewer, actor)
    clean(instance)
    if isinstance(instance, Credential):
        date_terms(instance)
    annotate(instance, user=actor, reason=reason)
    instance.save()
    record = instance.history.order_by("-history_id").first()  # type: ignore[attr-defined]
    ledger.append(
        event,
        actor=actor.username,
        subject=f"{instance._meta.model_name}:{instance.pk}",
        at=timezone.now(),
        payload={"row": row_digest(record), "says": str(instance), "reason": reason},
    )
    return instance


@transaction.atomic
def record_status(
    credential: Credential,
    *,
    actor: User,
    standing: Standing,
    effective_from: dt.date,
    reason: str = "",
    **details: Any,
) -> CredentialStatus:
    """Add what a source says of a credential. Earlier rows stay as they are."""
    permit(actor, "manage_credentials")
    hold(credential.reviewer, actor)
    status = CredentialStatus(
        credential=credential,
        standing=standing,
        reason=reason,
        effective_from=effective_from,
        recorded_at=timezone.now(),
        recorded_by=actor,
        **details,
    )
    status.full_clean()
    status.save(force_insert=True)
    _append(Event.CREDENTIAL_STATUS, credential, actor, status)
    return status


@transaction.atomic
def check(
    credential: Credential,
    *,
    actor: User,
    method: CheckMethod,
    outcome: CheckOutcome = CheckOutcome.VALIDATED,
    checked_on: dt.date | None = None,
    **details: Any,
) -> CredentialVerification:
    """Record a check at a source: the first of two people. Counts for nothing until confirmed."""
    permit(actor, "manage_credentials")
    hold(credential.reviewer, actor)
    today = editorial_date(timezone.now())
    day = checked_on or today
    if day > today:
        raise InputRefused("checked_on", _("a check cannot lie in the future."), "future")
    verification = CredentialVerification(
        credential=credential,
        method=method,
        outcome=outcome,
        checked_on=day,
        checked_by=actor,
        recorded_at=timezone.now(),
        **details,
    )
    verification.full_clean()
    verification.save(force_insert=True)
    _append(Event.CREDENTIAL_CHECK, credential, actor, verification)
    return verification


@transaction.atomic
def confirm(verification: CredentialVerification, *, actor: User) -> CredentialVerification:
    """The second person's word, a row of its own. Never the first person, never the holder."""
    permit(actor, "manage_credentials")
    credential = verification.credential
    hold(credential.reviewer, actor)
    found = []
    if verification.confirms_id:
        found.append(Refusal("confirmation", _("A confirmation is not confirmed in turn.")))
    if verification.checked_by_id == actor.pk:
        found.append(
            Refusal("same_person", _("You made this check; a second person must confirm it."))
        )
    if CredentialVerification.objects.filter(confirms=verification).exists():
        found.append(Refusal("confirmed", _("This check has been confirmed already.")))
    if found:
        raise TransitionRefused("confirm", found)
    confirmation = CredentialVerification.objects.create(
        credential=credential,
        method=verification.method,
        outcome=verification.outcome,
        checked_on=verification.checked_on,
        checked_by=actor,
        recorded_at=timezone.now(),
        confirms=verification,
    )
    _append(Event.CREDENTIAL_CONFIRM, credential, actor, confirmation)
    return confirmation


def _append(event: Event, credential: Credential, actor: User, row: models.Model) -> None:
    """The entry that binds a row: without it the row is nobody's word."""
    ledger.append(
        event,
        actor=actor.username,
        subject=f"credential:{credential.pk}",
        at=timezone.now(),
        payload={"row": row_digest(row), "says": str(row)},
    )
