"""Releases that wait for their moment: ordered, signed for and ended by acts on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from articles import signing
from articles.models import Schedule
from articles.stages import ScheduleOutcome

from .saying import json_object
from .standing import Stories
from .stories import OrderSaid
from .tally import Tally

AT_THE_MOMENT = (ScheduleOutcome.RELEASED, ScheduleOutcome.REFUSED)


def schedule_faults(stories: Stories, tally: Tally) -> Iterator[str]:
    """Orders that nobody gave or that ended otherwise, and acts whose order is gone."""
    left = {(key, n): told for key, story in stories.items() for n, told in story.orders.items()}
    rows = Schedule.objects.filter(article__in=list(stories)).select_related(
        "article", "round", "signature", "ended_by"
    )
    for row in tally.over("scheduled releases", rows.order_by("pk").iterator(200)):
        told = left.pop((row.article_id, row.pk), None)
        for fault in _faults(row, told):
            yield f"Scheduled release {row.pk} of {row.article.slug}: {fault}."
    for told in left.values():
        yield f"Entry {told.ordered.seq}: the scheduled release it binds is gone."


def _faults(row: Schedule, told: OrderSaid | None) -> Iterator[str]:
    if told is None:
        yield "no ledger entry says that it was ordered"
        return
    ordered, at = told.ordered, signing.instant(row.release_at)
    for what, stored, said in (
        (
            "round",
            (row.round.article_id, row.round.number),
            (row.article_id, ordered.number("round")),
        ),
        ("signature", str(row.signature_id), ordered.text("signature")),
        ("moment", (at, row.release_at.microsecond), (ordered.text("release_at"), 0)),
        ("time zone", row.time_zone, ordered.text("time_zone")),
        ("note", row.note, ordered.text("note")),
        ("kind of edition", row.is_minor, ordered.said.get("minor")),
    ):
        if stored != said:
            yield f"the ledger says another {what}"
    signed = json_object(row.signature.statement)
    if (signed.get("not_before"), signed.get("time_zone_of_release")) != (at, row.time_zone):
        yield "another moment was signed"
    yield from unsigned_words(signed, note=row.note, minor=row.is_minor)
    yield from _end_faults(row, told)


def unsigned_words(signed: Mapping[str, Any], *, note: str, minor: bool) -> Iterator[str]:
    """Where note and kind of edition are not those of the statement; an older one names neither."""
    if signed.get("note", note) != note:
        yield "another note was signed"
    kind = "minor" if minor else "major"
    if signed.get("edition", kind) != kind:
        yield "another kind of edition was signed"


def _end_faults(row: Schedule, told: OrderSaid) -> Iterator[str]:
    ended_by = row.ended_by.username if row.ended_by else ""
    ended_at = told.ended.at if told.ended else None
    if (row.outcome, row.ended_at, ended_by, row.why) != (
        told.outcome,
        ended_at,
        told.by,
        told.why,
    ):
        yield f"its end is not the one on record ({told.outcome or 'it waits'})"
    if told.ended is None or told.outcome not in AT_THE_MOMENT:
        return
    if signing.instant(told.ended.at) < told.ordered.text("release_at"):
        yield "its moment had not come"
