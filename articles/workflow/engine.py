"""Ask what may happen; make it happen. The one place that assigns a stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger, roles
from articles.errors import InputRefused, Refusal, ReviewFlowError, TransitionRefused
from articles.models import Article, HistoricalArticle
from articles.stages import Meaning, Stage

from . import ceremony
from .case import Case
from .claiming import claim_article, claim_reviewer
from .effects import EFFECTS, Act
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


def options(article: Article, actor: User) -> list[Option]:
    """What a page, the admin or the API offers this person now.

    The forward moves are always listed, with every reason against them; others only where stage
    and person allow.
    """
    held = roles.permissions_of(actor)
    case = Case(article=article, actor=actor, at=timezone.now(), permissions=held)
    found = [Option(t, list(_objections(t, case))) for t in TRANSITIONS.values()]
    return [option for option in found if option.allowed or option.transition.forward]


def perform(
    name: str,
    article: Article,
    *,
    actor: User,
    note: str = "",
    seen: str = "",
    password: str = "",
    **inputs: Any,
) -> Article:
    """Carry out one transition: claim, re-read, judge, sign, count, move, record.

    ``seen`` is the digest of the text the actor had on screen; a transition that signs refuses
    any other, and asks for the password again. ``inputs``: ``reviewers`` and ``due_on`` for
    submit, ``signature`` for withdraw_signature.

    Raises ``PermissionDenied`` (403), ``TransitionRefused`` with every reason (409) and
    ``InputRefused`` (422). Nothing is written then, but that a refused signing act is recorded.
    """
    transition = TRANSITIONS.get(name)
    if transition is None:
        raise InputRefused("transition", _("there is no transition “%s”.") % name, "unknown")
    try:
        if transition.signs:
            ceremony.ask_password(transition, actor, password)
        with transaction.atomic():
            case = _claimed(transition, article, actor, inputs)
            return _perform(transition, case, note.strip(), seen)
    except (PermissionDenied, ReviewFlowError) as error:
        if transition.signs:
            ceremony.record_refusal(transition, article, actor, error)
        raise


def _perform(transition: Transition, case: Case, note: str, seen: str) -> Article:
    record = ceremony.signed_record(transition, case)
    _judge(transition, case, record, note, seen)

    signature = None
    if record is not None:
        case.taken = signature = ceremony.take_signature(transition, case, record, note)
    source, target = case.article.stage, transition.target_for(case)
    move = EFFECTS[transition.name](Act(case, target, note, signature))
    _move(case.article, target, case.at, move.columns)
    said = {"from": source, "to": target, "note": note, **move.payload}
    said["content"] = (record or case.article).content_digest
    if signature is not None:
        said |= {"signature": str(signature.pk), "statement": signature.statement_digest}
    ledger.append(
        transition.event,
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
        raise _moved(transition, article, actor)
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


def _judge(
    transition: Transition, case: Case, record: HistoricalArticle | None, note: str, seen: str
) -> None:
    """Every reason at once; what was typed is looked at when nothing else stands in the way."""
    found = [*_wrong_stage(transition, case), *_guarded(transition, case)]
    if record is not None and seen != record.content_digest:
        found.append(Refusal("text_changed", _("The text is not the one you had on screen.")))
    if found:
        raise TransitionRefused(transition.name, found)
    if transition.needs_note and not note:
        raise InputRefused("note", _("say why."), "missing")


def _move(article: Article, target: Stage, at: dt.datetime, columns: dict[str, Any]) -> None:
    """The one UPDATE of workflow columns. The row is held; content and history are not touched."""
    if article.stage != target:
        columns = {**columns, "stage": target, "stage_since": at}
    if not columns:
        return
    Article.objects.filter(pk=article.pk).update(**columns)
    for name, value in columns.items():
        setattr(article, name, value)


def _objections(transition: Transition, case: Case) -> Iterator[Refusal]:
    if transition.permission not in case.permissions:
        yield Refusal("no_permission", _("Your role does not include this."))
    wrong = list(_wrong_stage(transition, case))
    yield from wrong or _guarded(transition, case)


def _wrong_stage(transition: Transition, case: Case) -> Iterator[Refusal]:
    if case.article.stage not in transition.sources:
        stage = case.article.get_stage_display().lower()
        yield Refusal("wrong_stage", _("The article is in the stage “%s”.") % stage)


def _guarded(transition: Transition, case: Case) -> Iterator[Refusal]:
    if case.article.stage in transition.sources:
        for guard in transition.guards:
            yield from guard(case)


def _moved(transition: Transition, article: Article, actor: User) -> Exception:
    """Why a claim took no row: the person, the stage, the words or the round are others now."""
    if transition.permission not in roles.permissions_of(actor):
        return PermissionDenied(f"articles.{transition.permission}")
    now = Article.objects.filter(pk=article.pk).first()
    if now is None:
        return TransitionRefused(
            transition.name, [Refusal("gone", _("The article was deleted meanwhile."))]
        )
    case = Case(article=now, actor=actor, at=timezone.now())
    found = list(_wrong_stage(transition, case))
    if now.content_digest != article.content_digest:
        found.append(Refusal("text_changed", _("The text changed while you were reading it.")))
    if not found:
        stage = now.get_stage_display().lower()
        moved = _("The article moved on meanwhile; it is in the stage “%s” now.") % stage
        found.append(Refusal("moved", moved))
    return TransitionRefused(transition.name, found)
