"""Concerns: raised when later news undoes what a live sign-off relied on; settled by an editor."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger, roles
from articles.days import editorial_date
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Concern, Reviewer, Signature
from articles.stages import ConcernKind, Event, Resolution, Standing

from . import standing
from .holding import explained
from .impact import Doubt, Finding, Scope, assess


def look_again(reviewer: Reviewer, *, actor: User) -> list[Concern]:
    """Raise a concern for each live sign-off of a person that no longer stood on its day.

    Called by every verb that changes what is known of a credential, in its transaction. The same
    news raises a concern once, also after it was settled.
    """
    now = timezone.now()
    found = assess(Scope(reviewer=reviewer), on=editorial_date(now), known_at=now)
    doubtful = [finding for finding in found if finding.then]
    signatures = [finding.signature.pk for finding in doubtful]
    known = set(
        Concern.objects.filter(signature__in=signatures).values_list(
            "signature_id", "credential_id", "status_id"
        )
    )
    return [
        _raise(finding, doubt, status, actor)
        for finding in doubtful
        for doubt in finding.then
        if (finding.signature.pk, doubt.facts.id, status := _status(finding, doubt)) not in known
    ]


def _status(finding: Finding, doubt: Doubt) -> int | None:
    """The status row that says so; none where a check or a term is what changed."""
    signed = editorial_date(finding.signature.signed_at)
    held = standing.status_on(doubt.facts, signed, timezone.now())
    return held.id if held is not None and held.standing != Standing.IN_FORCE else None


def _raise(finding: Finding, doubt: Doubt, status: int | None, actor: User) -> Concern:
    signature = finding.signature
    because = _("%(name)s signed on %(day)s. As is known now: %(reason)s") % {
        "name": signature.printed_name,
        "day": editorial_date(signature.signed_at).isoformat(),
        "reason": doubt.refusal.message,
    }
    return open_concern(
        signature,
        ConcernKind.STANDING,
        because,
        actor=actor,
        credential_id=doubt.facts.id,
        status_id=status,
    )


def open_concern(
    signature: Signature,
    kind: ConcernKind,
    because: str,
    *,
    actor: User,
    credential_id: int | None = None,
    status_id: int | None = None,
) -> Concern:
    """Raise one concern about the live article behind a signature."""
    now = timezone.now()
    concern = Concern.objects.create(
        article=signature.article,
        signature=signature,
        kind=kind,
        because=because,
        opened_at=now,
        opened_by=actor,
        credential_id=credential_id,
        status_id=status_id,
    )
    ledger.append(
        Event.CONCERN_OPEN,
        actor=actor.username,
        subject=signature.article.subject,
        at=now,
        payload={"signature": str(signature.pk), "concern": kind.value, "reason": because},
    )
    return concern


@transaction.atomic
def settle(concern: Concern, *, actor: User, resolution: Resolution, note: str) -> Concern:
    """A managing editor says what is done about it, once.

    Raises ``PermissionDenied``, ``InputRefused`` and ``TransitionRefused``.
    """
    if "assign_review" not in roles.permissions_of(actor):
        raise PermissionDenied("articles.assign_review")
    if resolution not in set(Resolution) - {Resolution.NONE}:
        raise InputRefused("resolution", _("choose what is done about the concern."), "missing")
    why, now = explained(note, "note"), timezone.now()
    changed = Concern.objects.filter(pk=concern.pk, resolution=Resolution.NONE).update(
        resolution=resolution, resolved_at=now, resolved_by=actor, note=why
    )
    if not changed:
        settled = Refusal("settled", _("This concern has been settled already."))
        raise TransitionRefused("concern", [settled])
    ledger.append(
        Event.CONCERN_RESOLVE,
        actor=actor.username,
        subject=concern.article.subject,
        at=now,
        payload={"concern": concern.pk, "resolution": resolution.value, "note": why},
    )
    concern.refresh_from_db()
    return concern
