"""How a release that waits for its moment ends before it: cancelled, or overtaken."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger, outbox, roles
from articles.canonical import clean_text
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Article, Schedule
from articles.stages import DeliveryKind, Event, ScheduleOutcome

from .case import Case
from .claiming import claim_article

PERMISSION = "publish_article"


def cancel_release(schedule: Schedule, *, actor: User, why: str) -> Schedule:
    """End a release that waits; whoever may publish may do it, without a password.

    Raises ``PermissionDenied``, ``TransitionRefused`` (it waits no more), ``InputRefused`` (no
    reason).
    """
    why = clean_text(why, "why").strip()
    if PERMISSION not in roles.permissions_of(actor):
        raise PermissionDenied(f"articles.{PERMISSION}")
    if not why:
        raise InputRefused("why", _("say why."), "missing")
    with transaction.atomic():
        article = Article.objects.get(pk=schedule.article_id)
        held = claim_article(article, actor, PERMISSION)
        waiting = _waiting(pk=schedule.pk) if held else None
        if waiting is None:
            gone = Refusal("not_waiting", _("This release waits no more."))
            raise TransitionRefused("cancel_release", [gone])
        end(waiting, ScheduleOutcome.CANCELLED, at=timezone.now(), by=actor, why=why)
        record_end(waiting, article)
    return waiting


def overtake(case: Case, note: str) -> dict[str, Any]:
    """End the release that waits for a text which leaves the stage “approved”; its key, for the
    entry of the act that does it.
    """
    waiting = _waiting(article=case.article)
    if waiting is None:
        return {}
    end(waiting, ScheduleOutcome.OVERTAKEN, at=case.at, by=case.actor, why=note)
    return {"overtakes": waiting.pk}


def _waiting(**named: Any) -> Schedule | None:
    """The release that waits, with who ordered it."""
    found = Schedule.objects.waiting().select_related("signature__signer")
    return found.filter(**named).first()


def end(
    schedule: Schedule, outcome: ScheduleOutcome, *, at: dt.datetime, by: User | None, why: str = ""
) -> None:
    """Write how it ended. The article's row is held, and the schedule was seen to wait.

    Who ordered it counts on it, so a mail tells them, unless it was their own act.
    """
    schedule.outcome, schedule.why = outcome, why
    schedule.ended_at, schedule.ended_by = at, by
    schedule.save(update_fields=("outcome", "why", "ended_at", "ended_by"))
    signer = schedule.signature.signer
    if by is not None and by != signer and signer.is_active:
        outbox.owe(DeliveryKind.RELEASE_ENDED, signer, str(schedule.pk), at)


def record_end(schedule: Schedule, article: Article) -> None:
    """The entry of an end that is an act by itself; nobody's is the system's."""
    assert schedule.ended_at is not None
    ledger.append(
        Event.UNSCHEDULE,
        actor=schedule.ended_by.username if schedule.ended_by else roles.SYSTEM_USERNAME,
        subject=article.subject,
        at=schedule.ended_at,
        payload={
            "schedule": schedule.pk,
            "outcome": schedule.outcome,
            "why": schedule.why,
        },
    )
