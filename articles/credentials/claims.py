"""What an import says of a reviewer: on record, and nobody's standing."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone

from articles import ledger
from articles.models import Certificate, Credential, Reviewer, annotate
from articles.rows import row_digest
from articles.stages import CredentialKind, Event


def claimed_credential(
    name: str, degrees: str, *, board: str, subspecialty: str, actor: User, reason: str
) -> Credential:
    """The unverified credential of the user-less reviewer of exactly this printed name.

    Both are made where there is none. An officer links or merges them later; until two officers
    have verified it, the credential makes nobody eligible.
    """
    reviewer = Reviewer.objects.filter(name=name, degrees=degrees, user=None).first()
    if reviewer is None:
        reviewer = Reviewer(name=name, degrees=degrees)
        _save(reviewer, Event.REVIEWER_SAVE, actor, reason)
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
        _save(credential, Event.CREDENTIAL_RECORD, actor, reason)
    return credential


def _save(instance: Reviewer | Credential, event: Event, actor: User, reason: str) -> None:
    annotate(instance, user=actor, reason=reason)
    instance.save(force_insert=True)
    ledger.append(
        event,
        actor=actor.username,
        subject=f"{instance._meta.model_name}:{instance.pk}",
        at=timezone.now(),
        payload={
            "row": row_digest(instance.history.latest("history_id")),
            "says": str(instance),
            "reason": reason,
            "claimed": True,
        },
    )
