"""Ask what may happen; make it happen. The one place that assigns a stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger, roles, signing
from articles.canonical import clean_text
from articles.errors import InputRefused, Refusal, ReviewFlowError
from articles.models import Article
from articles.stages import Meaning, Stage

from . import ceremony, judging, refused, scheduling
from .case import Case
from .claiming import claim_article, claim_reviewer
from .effects import EFFECTS
from .moves import Act
from .transitions import TRANSITIONS, Transition

transitioned = Signal()
"""Sent after commit with ``article``, ``transition`` and ``actor``."""


@dataclass(frozen=True, slots=True)
class Option:
    """A transition as offered to a person: with no refusals it may be done."""

    transition: Transition
    refusals: list[Refusal]

    @property
    def allowed(self) -> bool:
        return not self.refusals


def case_of(article: Article, actor: User) -> Case:
    """What the rules look at when this person asks now; a page that shows more shares it."""
    held = roles.permissions_of(actor)
    return Case(article=article, actor=actor, at=timezone.now(), permissions=held)


def options(
    article: Article, actor: User, *, case: Case | None = None, only: Collection[str] = TRANSITIONS
) -> list[Option]:
    """What a page, the admin or the API offers this person now.

    The forward moves are always listed, with every reason against them; others only where stage
    and person allow. ``only``: the names of transitions that the page has room for.
    """
    case = case or case_of(article, actor)
    asked = [transition for name, transition in TRANSITIONS.items() if name in only]
    found = [Option(t, list(judging.objections(t, case))) for t in asked]
    return [option for option in found if option.allowed or option.transition.forward]


def perform(
    name: str,
    article: Article,
    *,
    actor: User,
    note: str = "",
    seen: str = "",
    authentication: signing.Authentication | None = None,
    **inputs: Any,
) -> Article:
    """Carry out one transition: claim, re-read, judge, sign, count, move, record.

    A transition that signs takes an ``authentication``: the ticket of the page that ``prepare``
    made, with the password again. ``seen``: the digest of the text on screen, where it must be the
    one that is signed. ``inputs``: ``reviewers`` and ``due_on`` for submit, ``signature`` for
    withdraw_signature, ``no_interest`` for sign_off; for publish ``minor`` (an editorial edition),
    and ``release_at`` (aware; the release waits for it) with ``time_zone`` (an IANA name).

    Raises ``PermissionDenied`` (403), ``TransitionRefused`` with every reason (409) and
    ``InputRefused`` (422). Nothing is written then, but that a refused signing act is recorded.
    """
    transition = TRANSITIONS.get(name)
    if transition is None:
        raise InputRefused("transition", _("there is no transition “%s”.") % name, "unknown")
    try:
        proven = None
        if transition.signs:
            proven = ceremony.authenticate(transition, article, actor, authentication)
        with transaction.atomic():
            case = _claimed(transition, article, actor, inputs)
            case.proven = proven
            return _perform(transition, case, clean_text(note, "note").strip(), seen)
    except (PermissionDenied, ReviewFlowError) as error:
        if transition.signs:
            refused.record(transition, article, actor, error)
        raise


def _perform(transition: Transition, case: Case, note: str, seen: str) -> Article:
    meaning = transition.signs or transition.says
    text = signing.in_use(meaning) if meaning else None
    record = ceremony.signed_record(transition, case)
    judging.judge(transition, case, text, note, seen)

    signature = None
    if text is not None and transition.signs:
        case.taken = signature = ceremony.take_signature(transition, case, text, note)
    words: dict[str, Any] = {"content": record.content_digest} if record else {}
    if signature is not None:
        words |= {"signature": str(signature.pk), "statement": signature.statement_digest}
    act = Act(case, transition.target_for(case), note, signature)
    return carry_out(transition, act, words, says=text if signature is None else None)


def carry_out(
    transition: Transition, act: Act, words: dict[str, Any], *, says: signing.Text | None = None
) -> Article:
    """Count, move and record what was judged, and signed where that is asked.

    ``words``: what the entry says of signature and text. ``says``: a sentence that it keeps.
    """
    case, source = act.case, act.case.article.stage
    move = EFFECTS[transition.name](act)
    if source == Stage.APPROVED and act.target not in {source, Stage.PUBLISHED}:
        words = {**words, **scheduling.overtake(case, act.note)}
    _move(case.article, act.target, case.at, move.columns)
    said = {"from": source, "to": act.target, "note": act.note, **move.payload}
    said |= {"content": case.article.content_digest, **words}
    if says is not None:
        said |= says.said(case.article, act.note)
    ledger.append(
        move.event or transition.event,
        actor=case.actor.username,
        subject=case.article.subject,
        at=case.at,
        payload=said,
    )
    announce = partial(
        transitioned.send, Article, article=case.article, transition=transition, actor=case.actor
    )
    transaction.on_commit(announce)
    return case.article


def _claimed(transition: Transition, article: Article, actor: User, inputs: dict[str, Any]) -> Case:
    """The case with its rows held: the article first, then the rows of those who sign."""
    held = claim_article(article, actor, transition.permission)
    if held is None:
        raise judging.moved(transition, article, actor)
    if not held.permitted:
        raise PermissionDenied(f"articles.{transition.permission}")
    case = Case(article=held.article, actor=actor, at=timezone.now(), inputs=inputs, held=held)
    if transition.signs == Meaning.MEDICAL_REVIEW:
        case.reviewer = claim_reviewer(actor)
    if transition.signs == Meaning.PUBLICATION_RELEASE:
        case.hold_signers()
    # What was recorded while this act waited for those rows is known to it.
    case.at = timezone.now()
    if transition.signs == Meaning.SIGNATURE_WITHDRAWAL:
        case.permissions = roles.permissions_of(actor)
        case.inputs = {**inputs, "signature": ceremony.read_anew(inputs.get("signature"))}
    return case


def _move(article: Article, target: Stage, at: dt.datetime, columns: dict[str, Any]) -> None:
    """The one UPDATE of workflow columns. The row is held; content and history are not touched."""
    if article.stage != target:
        columns = {**columns, "stage": target, "stage_since": at}
    if not columns:
        return
    Article.objects.filter(pk=article.pk).update(**columns)
    for name, value in columns.items():
        setattr(article, name, value)
