"""What a transition that signs adds: the password, the signature, and the record of refusals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger, roles, signing
from articles.errors import InputRefused, TransitionRefused
from articles.models import Article, HistoricalArticle, LedgerEntry, Review, Signature
from articles.stages import Event, Meaning

from . import interests
from .case import Case
from .transitions import Transition

REFUSALS_KEPT_APART = dt.timedelta(minutes=1)
"""One ledger entry per person, article and reason in this time."""


def ask_password(transition: Transition, actor: User, password: str) -> None:
    """Hashing is slow: it is done before any row is held. Permission still speaks first."""
    try:
        signing.check_password(actor, password)
    except InputRefused:
        if transition.permission not in roles.permissions_of(actor):
            raise PermissionDenied(f"articles.{transition.permission}") from None
        raise


def read_anew(signature: Signature | None) -> Signature:
    """The signature as it stands behind the claim; the one in hand may be from an old page."""
    if signature is None:
        raise InputRefused("signature", _("say which signature is withdrawn."), "missing")
    found = Signature.objects.select_related("record", "withdrawal")
    return found.get(pk=signature.pk)


def signed_record(transition: Transition, case: Case) -> HistoricalArticle | None:
    """The record that a signature of this transition vouches for."""
    match transition.signs:
        case None:
            return None
        case Meaning.WITHDRAWAL:
            return case.article.published_record
        case Meaning.SIGNATURE_WITHDRAWAL:
            record: HistoricalArticle = case.inputs["signature"].record
            return record
    return case.round.record if case.round else None


def take_signature(
    transition: Transition, case: Case, record: HistoricalArticle, note: str
) -> Signature:
    meaning = transition.signs
    assert meaning is not None
    act = signing.Act(
        article=case.article,
        record=record,
        signer=case.actor,
        meaning=meaning,
        at=case.at,
        withdraws=case.inputs.get("signature"),
        note=note,
    )
    if meaning == Meaning.PUBLICATION_RELEASE:
        return signing.sign(replace(act, round=case.round))
    if meaning != Meaning.MEDICAL_REVIEW:
        return signing.sign(act)
    assert case.verdict is not None and case.round is not None
    policy = case.round.policy
    pinned = {"id": policy.id, "record": policy.history_id, "name": policy.name}
    line = interests.line(case)
    return signing.sign(
        replace(
            act,
            round=case.round,
            review=_own_review(case),
            reviewer=case.reviewer,
            evidence={**case.verdict.evidence(), "policy": pinned, **line},
        )
    )


def _own_review(case: Case) -> Review:
    """The signer's invitation; under a policy of self-assignment the signature makes one."""
    if case.my_review is not None:
        return case.my_review
    assert case.round is not None and case.reviewer is not None
    review = Review.objects.create(
        round=case.round,
        reviewer=case.reviewer,
        due_on=case.round.due_on,
        invited_by=case.actor,
        invited_at=case.at,
        interest_at=case.at,
    )
    case.reviews.append(review)
    return review


def record_refusal(transition: Transition, article: Article, actor: User, error: Exception) -> None:
    """Refused signing acts stay on record, in a transaction of their own, after the rollback."""
    match error:
        case TransitionRefused():
            codes = sorted({refusal.code for refusal in error.refusals})
        case InputRefused():
            codes = [f"{error.field}_{error.code}"]
        case _:
            codes = ["no_permission"]
    now = timezone.now()
    said = " ".join([transition.name, *codes])
    recent = LedgerEntry.objects.about(article.subject).filter(
        kind=Event.REFUSED, actor=actor.username, at__gt=now - REFUSALS_KEPT_APART
    )
    if any(f'"refused":"{said}"' in entry.payload for entry in recent):
        return
    ledger.append(
        Event.REFUSED,
        actor=actor.username,
        subject=article.subject,
        at=now,
        payload={"refused": said},
    )
