"""Exports that nobody works at, and files whose time is over: a worker's sweep."""

from __future__ import annotations

import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from articles import handing
from articles.models import Export
from articles.models.export import KEPT
from articles.stages import ExportState

from . import keeping
from .tasks import enqueue

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Exports that one sweep looks at, the oldest first."""


def hand_on_due() -> str:
    """Hand on each export that is due and waits in no job: never handed on, or its worker died."""
    due = Export.objects.due(timezone.now()).order_by("ordered_at")
    return handing.hand_on(due, enqueue, AT_ONCE)


def clear_old() -> str:
    """Delete the files of exports that ended long ago, and what runs left that are over."""
    now = timezone.now()
    old = Export.objects.filter(cleared_at=None, ended_at__lte=now - KEPT)
    cleared = 0
    for export in old.only("pk").order_by("ended_at")[:AT_ONCE]:
        if not keeping.clear(export):
            log.error("The files of export %s could not be deleted.", export.pk)
            continue
        cleared += Export.objects.filter(pk=export.pk, cleared_at=None).update(cleared_at=now)
    for left in _left():
        shutil.rmtree(left, ignore_errors=True)
    return f"cleared {cleared}" if cleared else ""


def _left() -> Iterator[Path]:
    """Folders of runs whose export has ended, or is not known here; not what has no other place."""
    unplaced = Q(state=ExportState.FAILED, cleared_at=None) & ~Q(files=[])
    wanted = Q(ended_at=None) | unplaced
    for path in Path(settings.EXPORT_DIR).glob("*.partial"):
        with suppress(ValueError):
            key = uuid.UUID(path.stem)
            if not Export.objects.filter(pk=key).filter(wanted).exists():
                yield path
