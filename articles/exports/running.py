"""Write an export that was ordered: one worker at a time, from nothing again if that one dies."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import delivery
from articles.delivery import Delivered, NamedRefused, Stopped
from articles.errors import InputRefused, ReviewFlowError
from articles.models import Export
from articles.models.export import LEASE
from articles.stages import ExportState

from . import keeping
from .beating import Pulse, came_of, staying
from .choosing import Choice

log = logging.getLogger(__name__)

TRIES = 3
"""Workers that may begin one export; what ended so many of them would end the next."""
NOT_DUE = "not due"
LOST = "lost to another worker"
LEFT = "left to the next worker"


def run(export_id: str) -> str:
    """Write one export, if it is due and nobody holds it; what became of it, in a word.

    It may be called at any time, and again. Everything is judged as of now, the permission of who
    ordered it included.
    """
    export = _taken(export_id)
    if export is None:
        return NOT_DUE
    if export.files:
        return _finish(export)
    if export.is_cancelled:
        return _end(export, ExportState.CANCELLED)
    if export.tries > TRIES:
        never = _("%s workers began it, and none came back.") % TRIES
        return _end(export, ExportState.FAILED, error=never)
    return _write(export)


def _taken(export_id: str) -> Export | None:
    """The row, held for as long as it shows signs of life. One UPDATE decides."""
    now = timezone.now()
    taken = (
        Export.objects.filter(pk=export_id)
        .due(now)
        .update(
            leased_until=now + LEASE,
            state=ExportState.RUNNING,
            tries=F("tries") + 1,
            handed_on_at=None,
        )
    )
    if not taken:
        return None
    return Export.objects.select_related("ordered_by").get(pk=export_id)


def _write(export: Export) -> str:
    try:
        done = _delivered(export)
    except Exception as error:  # whatever it is, the row says so
        if export.files:  # it is on record already
            log.exception("Export %s broke off after its entry.", export.pk)
            return _finish(export)
        return _broken(export, error)
    return _finish(export) if export.files else _end(export, ExportState.DONE, **came_of(done))


def _delivered(export: Export) -> Delivered:
    output = keeping.begin(export) / "files"
    if export.bundle:
        output /= f"export-{export.ordered_at:%Y-%m-%d}-{str(export.pk)[:8]}.zip"
    order = Choice.of(export).order(output, str(export.pk))
    done = delivery.deliver(order, actor=export.ordered_by, watch=Pulse(export))
    if export.files:
        keeping.put_away(export, output.parent if export.bundle else output)
    return done


def _broken(export: Export, error: Exception) -> str:
    """End an export that nothing stands on record of, with the reason in words."""
    match error:
        case Stopped():
            return _stopped(export)
        case PermissionDenied():
            said = _("Who ordered it may not export any more.")
            return _end(export, ExportState.REFUSED, error=said)
        case NamedRefused():
            return _end(export, ExportState.REFUSED, refused=staying(error.refused))
        case InputRefused():
            return _end(export, ExportState.REFUSED, error=capfirst(error.message))
        case ReviewFlowError():
            return _end(export, ExportState.FAILED, error=str(error))
        case OSError():
            log.error("Export %s could not be written: %s", export.pk, error)
            said = _("Its files could not be written: %s.") % (
                error.strerror or type(error).__name__
            )
            return _end(export, ExportState.FAILED, error=said)
    log.error("Export %s broke off.", export.pk, exc_info=error)
    said = _("It broke off (%s); the server's log says more.") % type(error).__name__
    return _end(export, ExportState.FAILED, error=said)


def _stopped(export: Export) -> str:
    if not Export.objects.filter(pk=export.pk, leased_until=export.leased_until).exists():
        return LOST
    return _end(export, ExportState.CANCELLED)


def _finish(export: Export) -> str:
    """The end of what is on record, in this run or in one that ended on the way here."""
    try:
        is_whole = export.tries <= TRIES and keeping.put_away(export)
    except (OSError, InputRefused) as error:
        log.exception("The files of export %s got no place, try %s.", export.pk, export.tries)
        if export.tries < TRIES:
            return LEFT
        return _keep(export, getattr(error, "strerror", None) or type(error).__name__)
    if export.tries > TRIES:
        return _keep(export, _("%s workers began it, and none came back") % TRIES)
    if not is_whole:
        gone = _("Its files were lost before they had their place. Order it again.")
        return _end(export, ExportState.FAILED, error=gone, files=[])
    return _end(export, ExportState.DONE)


def _keep(export: Export, why: str) -> str:
    """The end of what is on record and got no place: its files stay where the run left them."""
    log.error("Export %s is given up: its files stay in %s.", export.pk, keeping.partial(export))
    said = _(
        "It is on record, but its files could not be put in their place: %(why)s. "
        "An administrator finds them in the folder %(folder)s, or order it again."
    ) % {"why": why, "folder": keeping.partial(export).name}
    return _end(export, ExportState.FAILED, error=said)


def _end(export: Export, state: ExportState, **columns: Any) -> str:
    """Only its holder ends it, and takes away what the run left (but files that have no place)."""
    ended = (
        Export.objects.filter(pk=export.pk, leased_until=export.leased_until)
        .open()
        .update(state=state, ended_at=timezone.now(), leased_until=None, **columns)
    )
    if not ended:
        return LOST
    if state != ExportState.FAILED or not columns.get("files", export.files):
        keeping.give_up(export)
    return state.value
