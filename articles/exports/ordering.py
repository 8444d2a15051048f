"""Order an export, and take an order back; who may see it and have its files."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import handing, roles
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Export
from articles.stages import ExportState

from .choosing import Choice
from .tasks import enqueue

log = logging.getLogger(__name__)

OPEN_AT_ONCE = 5
"""Exports of one person that wait or are being written: nobody keeps the workers from others."""


def order(choice: Choice, *, actor: User) -> Export:
    """Put an order in the queue; with the immediate backend it is written before this returns.

    What this person has ordered just so, and what has not ended, is not ordered twice.
    Raises ``PermissionDenied``; ``InputRefused``, also where ``OPEN_AT_ONCE`` wait already. The
    articles are judged when it is written.
    """
    if "export_article" not in roles.permissions_of(actor):
        raise PermissionDenied("articles.export_article")
    export, is_new = _row(choice.checked().columns(), actor)
    if not is_new:
        return export
    try:
        handing.begin(Export.objects.open(), export.pk, enqueue)
    except Exception:  # the row is there; a worker's sweep hands it on
        log.exception("Export %s could not be handed on.", export.pk)
    export.refresh_from_db()
    return export


def _row(columns: dict[str, Any], actor: User) -> tuple[Export, bool]:
    """The row of an order, and whether it is new. One order of a person after the other."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        under_way = Export.objects.open().filter(ordered_by=actor, is_cancelled=False)
        if (same := under_way.filter(**columns).first()) is not None:
            return same, False
        if under_way.count() >= OPEN_AT_ONCE:
            many = _("%s exports of yours are not ready yet. Wait for one, or cancel one.")
            raise InputRefused("exports", many % OPEN_AT_ONCE, "too_many")
        now = timezone.now()
        row = Export.objects.create(ordered_by=actor, ordered_at=now, handed_on_at=now, **columns)
        return row, True


def cancel(export: Export, *, actor: User) -> Export:
    """End an order: at once while it waits, else at the worker's next sign of life.

    Raises ``PermissionDenied``, and ``TransitionRefused`` when it has ended or stands on record.
    """
    if not _may_end(export, roles.permissions_of(actor), actor):
        raise PermissionDenied("articles.export_article")
    now = timezone.now()
    ended = (
        Export.objects.filter(pk=export.pk, files=[])
        .due(now)
        .update(state=ExportState.CANCELLED, is_cancelled=True, ended_at=now, leased_until=None)
    )
    if not ended and not _asked_to_stop(export):
        ended_before = _("It has ended already, or its files are ready.")
        raise TransitionRefused("cancel_export", [Refusal("ended", ended_before)])
    export.refresh_from_db()
    return export


def _asked_to_stop(export: Export) -> int:
    """Whether a worker is told at its next sign of life: not once its files are on record."""
    return Export.objects.filter(pk=export.pk, files=[]).open().update(is_cancelled=True)


def may_look(held: frozenset[str]) -> bool:
    """Whoever exports sees every order, and auditors do."""
    return bool({"export_article", "audit"} & held)


def may_cancel(export: Export, held: frozenset[str], user: User) -> bool:
    """Who ordered it, or a managing editor; nobody once its files are on record."""
    is_open = export.ended_at is None and not export.files
    return is_open and _may_end(export, held, user)


def _may_end(export: Export, held: frozenset[str], user: User) -> bool:
    return "export_article" in held and (export.ordered_by_id == user.pk or "assign_review" in held)


def may_fetch(export: Export, held: frozenset[str], user: User) -> bool:
    """Who ordered it, while they may export: an address that leaks gives nothing."""
    return "export_article" in held and export.ordered_by_id == user.pk
