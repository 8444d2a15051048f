"""What a transition that signs adds: ticket, password, and the signature itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import outbox, roles, signing
from articles.canonical import canonical_bytes, digest
from articles.errors import InputRefused, Refusal, ReviewFlowError, TransitionRefused
from articles.models import Article, HistoricalArticle, Review, Reviewer, Signature
from articles.stages import DeliveryKind, Meaning

from . import answering, interests, locks, planned
from .case import Case
from .transitions import Transition


def authenticate(
    transition: Transition, article: Article, actor: User, given: signing.Authentication | None
) -> signing.Proven:
    """Ticket, password, code: before any row is held. Permission still speaks first."""
    now = timezone.now()
    try:
        if given is None:
            raise TransitionRefused(transition.name, [_no_ticket()])
        about = (article.pk, str(transition.signs))
        return signing.authenticate(transition.name, actor, given, now, about)
    except ReviewFlowError as error:
        if isinstance(error, signing.WrongAnswer) and error.locks:
            locks.tell(actor, now)
        if transition.permission not in roles.permissions_of(actor):
            raise PermissionDenied(f"articles.{transition.permission}") from None
        raise


def _no_ticket() -> Refusal:
    text = _("A signature is given on the page that shows what is signed.")
    return Refusal("no_ticket", text)


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


def subject(transition: Transition, case: Case, text: signing.Text) -> signing.Subject:
    """What is signed, with the digest of all that will be recorded; the page shows the same.

    Where interests in this article are answered with the signature itself, the page says "none".
    """
    record = signed_record(transition, case)
    assert record is not None
    said: dict[str, Any] = {
        "text": text.digest,
        "printed_name": signing.printed_name(case.actor, reviewer_of(transition, case)),
    }
    if transition.signs in {Meaning.MEDICAL_REVIEW, Meaning.PUBLICATION_RELEASE}:
        # The same words submitted again are another round, perhaps under another policy.
        said["round"] = case.round.pk if case.round else 0
    if transition.signs == Meaning.MEDICAL_REVIEW:
        assert case.verdict is not None
        said |= case.verdict.evidence()
        said |= interests.stated(case.my_review, case.verdict.profile.statement)
        said |= answering.stated(case)
    return signing.Subject(
        article=case.article,
        record=record,
        meaning=text.meaning,
        shown=digest(canonical_bytes(said)),
        withdraws=case.inputs.get("signature"),
    )


def objections(
    transition: Transition, case: Case, text: signing.Text, seen: str, *, is_blocked: bool
) -> Iterator[Refusal]:
    """How what would be signed now differs from what the ticket's page showed.

    Where something else stands in the way, only another text is worth saying besides.
    """
    record = signed_record(transition, case)
    if record is None or case.proven is None:
        return
    ticket = case.proven.ticket
    if ticket.record_id != record.pk or seen not in {"", record.content_digest}:
        yield Refusal("text_changed", _("The text is not the one you had on screen."))
    elif not is_blocked:
        yield from signing.mismatches(ticket, subject(transition, case, text))


def take_signature(transition: Transition, case: Case, text: signing.Text, note: str) -> Signature:
    """Use the ticket up, and sign. Raises ``TransitionRefused`` where somebody used it first."""
    record = signed_record(transition, case)
    proven = case.proven
    assert record is not None and proven is not None
    ticket = proven.ticket
    if not signing.redeem(ticket, proven.factors, case.at):
        used = Refusal("ticket_used", _("This page has been signed already, or is too old."))
        raise TransitionRefused(transition.name, [used])
    act = signing.Act(
        article=case.article,
        record=record,
        signer=case.actor,
        text=text,
        at=case.at,
        shown_at=ticket.issued_at,
        factors=proven.factors,
        withdraws=case.inputs.get("signature"),
        note=note,
    )
    if transition.signs == Meaning.PUBLICATION_RELEASE:
        act = replace(act, round=case.round, evidence=planned.evidence(case, note))
    elif transition.signs == Meaning.MEDICAL_REVIEW:
        act = _as_reviewer(act, case)
    signature = signing.sign(act)
    outbox.owe(DeliveryKind.RECEIPT, case.actor, str(signature.pk), case.at)
    return signature


def _as_reviewer(act: signing.Act, case: Case) -> signing.Act:
    """A sign-off also says with which standing, under which policy, and with which interests."""
    assert case.verdict is not None and case.round is not None
    policy = case.round.policy
    pinned = {"id": policy.id, "record": policy.history_id, "name": policy.name}
    line = interests.line(case)
    return replace(
        act,
        round=case.round,
        review=_own_review(case),
        reviewer=case.reviewer,
        evidence={**case.verdict.evidence(), "policy": pinned, **line},
    )


def reviewer_of(transition: Transition, case: Case) -> Reviewer | None:
    """Whose printed name stands under it: a release is signed by name alone."""
    return case.reviewer if transition.signs == Meaning.MEDICAL_REVIEW else None


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
