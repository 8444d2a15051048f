"""What an import says of a reviewer: on record, and nobody's standing."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger
from articles.errors import Refusal, TransitionRefused
from articles.models import Certificate, Credential, ImportClaim, Reviewer
from articles.stages import CredentialKind, Event

from . import recording
from .adding import put
from .holding import explained, hold, permit


def claimed_credential(
    name: str, degrees: str, *, board: str, subspecialty: str, actor: User, reason: str
) -> Credential:
    """The unverified credential of the active user-less reviewer of exactly this printed name.

    Both are made where there is none. An officer links or merges them later; until two officers
    have verified it, the credential makes nobody eligible.
    """
    reviewer = Reviewer.objects.filter(
        name=name, degrees=degrees, user=None, is_active=True
    ).first()
    if reviewer is None:
        reviewer = Reviewer(name=name, degrees=degrees)
        put(reviewer, Event.REVIEWER_SAVE, actor, reason, claimed=True)
    certificate = Certificate.objects.filter(
        board__name=board, name=subspecialty, is_active=True
    ).first()
    wording = f"{board} with subspecialty in {subspecialty}" if subspecialty else board
    known = reviewer.credentials.filter(kind=CredentialKind.BOARD_CERTIFICATION)
    credential = (
        known.filter(certificate=certificate) if certificate else known.filter(title=wording)
    ).first()
    if credential is None:
        credential = Credential(
            reviewer=reviewer,
            kind=CredentialKind.BOARD_CERTIFICATION,
            certificate=certificate,
            title=wording,
        )
        put(credential, Event.CREDENTIAL_RECORD, actor, reason, claimed=True)
    return credential


@transaction.atomic
def link(claim: ImportClaim, credential: Credential, *, actor: User, reason: str) -> ImportClaim:
    """An officer says which credential a claimed line means. Nothing is verified by it."""
    permit(actor, "manage_credentials")
    hold(credential.reviewer, actor)
    why = explained(reason)
    if not claim.raw_line:
        nothing = Refusal("no_claim", _("This file claims no reviewer."))
        raise TransitionRefused("link", [nothing])
    if not Reviewer.objects.filter(pk=credential.reviewer_id, is_active=True).exists():
        gone = Refusal("reviewer_inactive", _("This reviewer is no longer active."))
        raise TransitionRefused("link", [gone])
    claim.credential, claim.reviewer = credential, credential.reviewer
    claim.save(update_fields=["credential", "reviewer"])
    _resolved(claim, actor, why)
    return claim


@transaction.atomic
def merge(claimed: Reviewer, into: Reviewer, *, actor: User, reason: str) -> int:
    """The person an import made up is one on record: their claims move, and they are set aside.

    A claimed certificate that the person does not have on record comes along, unverified. How many
    claims moved. Raises ``TransitionRefused`` where ``claimed`` is more than a name from a file.
    """
    permit(actor, "manage_credentials")
    why = explained(reason)
    for reviewer in sorted((claimed, into), key=lambda reviewer: reviewer.pk):
        hold(reviewer, actor)
    claimed, into = Reviewer.objects.get(pk=claimed.pk), Reviewer.objects.get(pk=into.pk)
    moved = list(ImportClaim.objects.filter(reviewer=claimed).select_related("credential"))
    if refusals := list(_against_merging(claimed, into, moved)):
        raise TransitionRefused("merge", refusals)
    for claim in moved:
        claim.reviewer = into
        claim.credential = _counterpart(claim.credential, into, actor, why)
        claim.save(update_fields=["credential", "reviewer"])
        _resolved(claim, actor, why)
    claimed.is_active = False
    recording.save(claimed, actor=actor, reason=_("Merged into %s: %s") % (into, why))
    return len(moved)


def _against_merging(
    claimed: Reviewer, into: Reviewer, moved: list[ImportClaim]
) -> Iterator[Refusal]:
    if claimed.pk == into.pk:
        yield Refusal("same_reviewer", _("Choose somebody else: nobody is merged into themselves."))
    is_name = moved and claimed.user_id is None and not claimed.signatures.exists()
    if not is_name or claimed.credentials.filter(verifications__isnull=False).exists():
        yield Refusal("is_a_person", _("Only a name that came with an import can be merged."))
    if not into.is_active:
        yield Refusal("reviewer_inactive", _("This reviewer is no longer active."))


def _counterpart(
    claimed: Credential | None, into: Reviewer, actor: User, why: str
) -> Credential | None:
    """What a person has on record for a claimed credential, recorded now where there is nothing."""
    if claimed is None:
        return None
    held = into.credentials.filter(kind=claimed.kind, certificate=claimed.certificate)
    if claimed.certificate_id is None:
        held = held.filter(title=claimed.title)
    return held.first() or recording.save(
        Credential(
            reviewer=into,
            kind=claimed.kind,
            certificate=claimed.certificate,
            title=claimed.title,
        ),
        actor=actor,
        reason=why,
    )


def _resolved(claim: ImportClaim, actor: User, why: str) -> None:
    ledger.append(
        Event.CLAIM_RESOLVE,
        actor=actor.username,
        subject=claim.article.subject,
        at=timezone.now(),
        payload={"claim": claim.pk, "says": str(claim.credential or ""), "reason": why},
    )
