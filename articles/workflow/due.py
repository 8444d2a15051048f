"""Carry out the releases whose moment has come: each judged again, each in one transaction."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import outbox, roles, signing
from articles.errors import Refusal
from articles.models import Schedule
from articles.stages import DeliveryKind, ScheduleOutcome

from . import editions, engine, release_guards, scheduling, signer_guards, waiting
from .case import Case
from .claiming import Held, claim_article
from .moves import Act
from .transitions import TRANSITIONS

log = logging.getLogger(__name__)

_PUBLISH = TRANSITIONS["publish"]
OF_THE_ORDER = frozenset(
    {
        release_guards.no_release_waits,
        signer_guards.signing_is_open,
        signer_guards.second_factor_is_set_up,
    }
)
"""Rules about giving the order. At its moment nothing is typed and nothing signed: a lock after
wrong passwords does not hold up what was signed before it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a release whose moment had come; ``outcome`` is None where a fault of ours
    kept it waiting, to be tried again.
    """

    schedule: Schedule
    outcome: ScheduleOutcome | None
    reasons: tuple[str, ...] = ()


def release_due(at: dt.datetime | None = None) -> list[Settled]:
    """Release what is due, or end it with every reason why not. Safe to run at any time, beside
    itself, and again after it was killed: a release happens once.

    ``at``: only what was due by then; the clock decides besides, so nothing leaves early.
    """
    now = timezone.now()
    due = Schedule.objects.due(min(at, now) if at else now)
    found = [_settled(key) for key in due.values_list("pk", flat=True)]
    return [each for each in found if each is not None]


def _settled(key: int) -> Settled | None:
    try:
        with transaction.atomic():
            return _settle(key)
    except Exception as error:
        # The others are due as well; the next run tries this one again.
        log.exception("The release %s could not be carried out.", key)
        schedule = Schedule.objects.select_related("article").get(pk=key)
        return Settled(schedule, None, (f"{type(error).__name__}: {error}",))


def _settle(key: int) -> Settled | None:
    """None where somebody else was faster, or the text moved on."""
    found = Schedule.objects.select_related(
        "article", "signature__signer", "signature__round", "round__record"
    )
    schedule = found.get(pk=key)
    signer = schedule.signature.signer
    held = claim_article(schedule.article, signer, scheduling.PERMISSION)
    # Looked at again behind the claim: whoever held the row before may have ended it.
    if held is None or not Schedule.objects.waiting().filter(pk=key).exists():
        return None
    case = _case(schedule, held, signer)
    if refusals := list(_refusals(schedule, case)):
        return _refuse(schedule, case, [refusal.message for refusal in refusals])
    scheduling.end(schedule, ScheduleOutcome.RELEASED, at=case.at, by=None)
    act = Act(case, _PUBLISH.target_for(case), schedule.note, schedule.signature)
    engine.carry_out(_PUBLISH, act, {"signature": str(schedule.signature_id)})
    return Settled(schedule, ScheduleOutcome.RELEASED)


def _case(schedule: Schedule, held: Held, signer: User) -> Case:
    """As when the order was given, but now, and with what its signer may do today."""
    inputs = {"schedule": schedule, "minor": schedule.is_minor}
    case = Case(article=held.article, actor=signer, at=timezone.now(), held=held, inputs=inputs)
    case.hold_signers()
    case.permissions = roles.permissions_of(signer)
    case.at = timezone.now()
    return case


def _refusals(schedule: Schedule, case: Case) -> Iterator[Refusal]:
    """Every rule of a release, as of now, and that the order still is the one that was signed."""
    if scheduling.PERMISSION not in case.permissions:
        yield Refusal("no_permission", _("Who ordered it may not publish any more."))
    if case.article.stage not in _PUBLISH.sources or case.article.round_id != schedule.round_id:
        yield Refusal(
            "moved", _("The article is in another stage or round than when it was ordered.")
        )
    for fault in signing.faults(schedule.signature):
        yield Refusal("signature_fault", _("Its signature does not hold: %s.") % fault)
    yield from waiting.order_faults(schedule)
    if schedule.is_minor and (found := editions.suggested(case.article)).is_barred:
        yield Refusal("not_editorial", " ".join(found.reasons))
    for guard in _PUBLISH.guards:
        if guard not in OF_THE_ORDER:
            yield from guard(case)


def _refuse(schedule: Schedule, case: Case, reasons: list[str]) -> Settled:
    scheduling.end(schedule, ScheduleOutcome.REFUSED, at=case.at, by=None, why="\n".join(reasons))
    scheduling.record_end(schedule, case.article)
    for reader in _concerned(case):
        outbox.owe(DeliveryKind.RELEASE_REFUSED, reader, str(schedule.pk), case.at)
    return Settled(schedule, ScheduleOutcome.REFUSED, tuple(reasons))


def _concerned(case: Case) -> list[User]:
    """Who ordered it and every managing editor; where that person may publish no more, every
    publisher in their place.
    """
    may_still = scheduling.PERMISSION in case.permissions
    groups = [roles.MANAGING_EDITORS] if may_still else [roles.MANAGING_EDITORS, roles.PUBLISHERS]
    others = User.objects.filter(is_active=True, groups__name__in=groups)
    found = {user.pk: user for user in others}
    return list((found | {case.actor.pk: case.actor} if may_still else found).values())
