"""What sources say of a credential, and two people for each check. Rows are only ever added.

Each verb claims the reviewer's row before it writes, as the engine does before it signs, so that
a suspension and a signature never pass each other unseen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.days import editorial_date
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Credential, CredentialStatus, CredentialVerification, Evidence
from articles.signing import texts
from articles.stages import CheckMethod, CheckOutcome, Event, Meaning, Standing

from . import concerns
from .adding import add
from .holding import clean, explained, hold, not_later_than_today, permit


@transaction.atomic
def record_status(
    credential: Credential,
    *,
    actor: User,
    standing: Standing,
    effective_from: dt.date,
    why: str,
    reason: str = "",
    **details: Any,
) -> CredentialStatus:
    """Add what a source says of a credential. Earlier rows stay as they are.

    A status that reaches back to before a signature raises a concern on what is live.
    """
    permit(actor, "manage_credentials")
    hold(credential.reviewer, actor)
    future = _("a status is recorded once it holds; this day lies in the future.")
    not_later_than_today(effective_from, "effective_from", future)
    ends = details.get("effective_to")
    if ends is not None and ends <= effective_from:
        raise InputRefused("effective_to", _("it ends before it begins."), "order")
    begun = credential.initial_on
    if standing == Standing.IN_FORCE and begun and effective_from < begun:
        early = _("it cannot be in force before it was first issued.")
        raise InputRefused("effective_from", early, "order")
    _explain(standing, reason)
    status = CredentialStatus(
        credential=credential,
        standing=standing,
        reason=reason,
        effective_from=effective_from,
        recorded_at=timezone.now(),
        recorded_by=actor,
        why=explained(why, "why"),
        **details,
    )
    add(status, Event.CREDENTIAL_STATUS, actor, f"credential:{credential.pk}")
    concerns.look_again(credential.reviewer, actor=actor)
    return status


def _explain(standing: str, reason: str) -> None:
    if standing == Standing.IN_FORCE and reason:
        raise InputRefused("reason", _("a credential in force needs no reason."), "unwanted")
    if standing == Standing.NOT_IN_FORCE and not reason:
        raise InputRefused("reason", _("say why it is not in force."), "missing")


@transaction.atomic
def check(
    credential: Credential,
    *,
    actor: User,
    method: CheckMethod,
    note: str,
    outcome: CheckOutcome = CheckOutcome.VALIDATED,
    checked_on: dt.date | None = None,
    evidence: Evidence | None = None,
    evidence_digest: str = "",
    **details: Any,
) -> CredentialVerification:
    """Record a check at a source: the first of two people. Counts for nothing until confirmed.

    What was found at a source is shown by ``evidence``, or by the digest of a file kept elsewhere.
    """
    permit(actor, "manage_credentials")
    hold(credential.reviewer, actor)
    day = checked_on or editorial_date(timezone.now())
    not_later_than_today(day, "checked_on", _("a check cannot lie in the future."))
    if credential.initial_on and day < credential.initial_on:
        early = _("a check cannot lie before the credential was first issued.")
        raise InputRefused("checked_on", early, "order")
    verification = CredentialVerification(
        credential=credential,
        method=method,
        outcome=outcome,
        checked_on=day,
        checked_by=actor,
        recorded_at=timezone.now(),
        note=explained(note, "note"),
        evidence_digest=evidence.digest if evidence else evidence_digest,
        **details,
    )
    clean(verification)
    at_a_source = method != CheckMethod.SELF_ATTESTED and outcome == CheckOutcome.VALIDATED
    if at_a_source and not verification.evidence_digest:
        raise InputRefused("evidence", _("keep the page or letter that shows it."), "missing")
    add(verification, Event.CREDENTIAL_CHECK, actor, f"credential:{credential.pk}")
    return verification


@transaction.atomic
def confirm(
    verification: CredentialVerification, *, actor: User, note: str = "", text_version: int = 0
) -> CredentialVerification:
    """The second person's word, a row of its own. Never the first person, never the holder.

    The sentence that they say with it goes into the ledger. ``text_version``: of the sentence they
    had on screen; 0 for whichever is in use.
    """
    permit(actor, "manage_credentials")
    credential = verification.credential
    hold(credential.reviewer, actor)
    said = texts.in_use(Meaning.CREDENTIAL_VERIFICATION)
    found = [*_unconfirmable(verification, actor)]
    if text_version not in {0, said.version}:
        other = _("What a confirmation says was changed meanwhile: read it first.")
        found.append(Refusal("statement_changed", other))
    if found:
        raise TransitionRefused("confirm", found)
    confirmation = CredentialVerification(
        credential=credential,
        method=verification.method,
        outcome=verification.outcome,
        checked_on=verification.checked_on,
        checked_by=actor,
        recorded_at=timezone.now(),
        note=note,
        confirms=verification,
    )
    add(
        confirmation,
        Event.CREDENTIAL_CONFIRM,
        actor,
        f"credential:{credential.pk}",
        meaning=said.meaning.value,
        text=said.template,
        text_version=said.version,
    )
    concerns.look_again(credential.reviewer, actor=actor)
    return confirmation


def _unconfirmable(verification: CredentialVerification, actor: User) -> Iterator[Refusal]:
    """Why this person's word would not confirm this check."""
    if verification.confirms_id:
        yield Refusal("confirmation", _("A confirmation is not confirmed in turn."))
    if verification.checked_by_id == actor.pk:
        yield Refusal("same_person", _("You made this check; a second person must confirm it."))
    if CredentialVerification.objects.filter(confirms=verification).exists():
        yield Refusal("confirmed", _("This check has been confirmed already."))
