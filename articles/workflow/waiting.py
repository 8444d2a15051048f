"""Whether an order still is the one that was signed, and still waits: as statement and ledger say.

The row of an order is what lists and queries read; nothing leaves on its word alone.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from articles import signing
from articles.errors import Refusal
from articles.models import LedgerEntry, Schedule
from articles.stages import Event, Meaning

from . import planned

_TELLING = Q(kind__in=(Event.SCHEDULE, Event.UNSCHEDULE, Event.PUBLISH))
_TELLING |= Q(payload__contains='"overtakes":')
"""Entries that begin or end an order."""


def waiting_orders(subjects: Iterable[str]) -> dict[tuple[str, int], Mapping[str, Any]]:
    """What the ledger says of each order that it does not say ended, by subject and key.

    One statement, however many subjects.
    """
    waiting: dict[tuple[str, int], Mapping[str, Any]] = {}
    entries = LedgerEntry.objects.filter(_TELLING, subject__in=list(subjects)).order_by("seq")
    for subject, kind, payload in entries.values_list("subject", "kind", "payload"):
        said = json.loads(payload)
        if kind == Event.SCHEDULE:
            waiting[subject, said["schedule"]] = said
        else:
            for name in ("schedule", "overtakes"):
                waiting.pop((subject, said.get(name, 0)), None)
    return waiting


def moments(subjects: Iterable[str]) -> dict[str, dt.datetime]:
    """For when the release that waits is ordered, by the subject of its article."""
    orders = waiting_orders(subjects).items()
    return {
        subject: dt.datetime.fromisoformat(said["release_at"]) for (subject, _key), said in orders
    }


def order_faults(schedule: Schedule) -> Iterator[Refusal]:
    """Why this row is no order that somebody signed and that still waits."""
    said = waiting_orders([schedule.article.subject]).get((schedule.article.subject, schedule.pk))
    if said is None:
        yield Refusal("not_waiting", _("The ledger names no such order that still waits."))
    elif said.get("statement") != schedule.signature.statement_digest:
        yield Refusal("not_signed", _("Its signature is not the one that the ledger names."))
    for what, stored, signed in _compared(schedule, said or {}):
        if stored != signed:
            yield Refusal("not_signed", _("Its %s is not the one that was signed.") % what)


def _compared(schedule: Schedule, said: Mapping[str, Any]) -> Iterator[tuple[str, object, object]]:
    """What it is about, as the row has it and as the statement does.

    An older statement says nothing of note and edition; then the entry of the order does.
    """
    signature, round = schedule.signature, schedule.round
    signed = json.loads(signature.statement)
    yield _("article"), str(schedule.article_id), signed.get("article")
    yield (
        _("round"),
        (schedule.round_id, round.number, round.article_id),
        (signature.round_id, signed.get("round"), schedule.article_id),
    )
    text = (signed.get("record"), signed.get("content_digest"))
    yield _("text"), (round.record_id, round.record.content_digest), text
    yield _("meaning"), Meaning.PUBLICATION_RELEASE.value, signed.get("meaning")
    moment = (signed.get("not_before"), 0)
    at = schedule.release_at
    yield _("moment"), (signing.instant(at), at.microsecond), moment
    yield _("time zone"), schedule.time_zone, signed.get("time_zone_of_release")
    yield _("change note"), schedule.note, signed.get("note", said.get("note"))
    edition = planned.edition(minor=bool(said.get("minor")))
    stored = planned.edition(minor=schedule.is_minor)
    yield _("kind of edition"), stored, signed.get("edition", edition)
