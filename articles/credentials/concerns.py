"""Concerns: raised when later news undoes what a live sign-off relied on; settled by an editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import ledger, roles
from articles.canonical import digest
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
    news = [
        News(finding.signature, doubt.facts.id, _status(finding, doubt), _because(finding, doubt))
        for finding in found
        for doubt in finding.then
    ]
    known = _known({item.signature.pk for item in news})
    return [_raise(item, actor) for item in news if known.isdisjoint(item.keys)]


@dataclass(frozen=True, slots=True)
class News:
    """What is held against one live sign-off: by a status row, or in words alone."""

    signature: Signature
    credential_id: int
    status_id: int | None
    because: str

    @property
    def keys(self) -> set[tuple[Any, ...]]:
        """The same row is the same news, and so is the same sentence from a row typed twice."""
        found: set[tuple[Any, ...]] = {(self.signature.pk, self.credential_id, self.because)}
        if self.status_id is not None:
            found.add((self.signature.pk, self.credential_id, self.status_id))
        return found


def _known(signatures: set[Any]) -> set[tuple[Any, ...]]:
    """What was raised about these before, settled or not."""
    raised = Concern.objects.filter(signature__in=signatures)
    columns = ("signature_id", "credential_id", "status_id", "because")
    return {
        (signature, credential, key)
        for signature, credential, status, because in raised.values_list(*columns)
        for key in (status, because)
        if key is not None
    }


def _status(finding: Finding, doubt: Doubt) -> int | None:
    """The status row that says so; none where a check or a term is what changed."""
    signed = editorial_date(finding.signature.signed_at)
    held = standing.status_on(doubt.facts, signed, timezone.now())
    return held.id if held is not None and held.standing != Standing.IN_FORCE else None


def _because(finding: Finding, doubt: Doubt) -> str:
    return _("%(name)s signed on %(day)s. As is known now: %(reason)s") % {
        "name": finding.signature.printed_name,
        "day": date_format(editorial_date(finding.signature.signed_at), "j M Y"),
        "reason": doubt.refusal.message,
    }


def _raise(news: News, actor: User) -> Concern:
    return open_concern(
        news.signature,
        ConcernKind.STANDING,
        news.because,
        actor=actor,
        credential_id=news.credential_id,
        status_id=news.status_id,
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
        payload={
            "signature": str(signature.pk),
            "concern": kind.value,
            "because": fingerprint(because),
        },
    )
    return concern


def fingerprint(words: str) -> str:
    """What the ledger keeps of the words of a concern: everybody reads the ledger, few read these.

    ``sha256:`` of the UTF-8 bytes as stored.
    """
    return digest(words.encode())


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
        payload={
            "concern": concern.pk,
            "resolution": resolution.value,
            "decided": fingerprint(why),
        },
    )
    concern.refresh_from_db()
    return concern
