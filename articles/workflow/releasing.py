"""What a release does: an edition for readers, or an order that waits for its moment."""

from __future__ import annotations

from articles import signing
from articles.models import Publication, Schedule
from articles.stages import Event

from . import editions, planned
from .moves import Act, Move


def publish(act: Act) -> Move:
    """Release the round's record, the one its signatures pin; or write down when to.

    ``schedule`` among the inputs: the order that is carried out now, judged when it was given.
    """
    minor, schedule = bool(act.case.inputs.get("minor")), act.case.inputs.get("schedule")
    if minor and schedule is None:
        editions.must_be_editorial(act.case.article)
    order = planned.order_of(act.case)
    if order is not None:
        return _order(act, order, minor=minor)
    move = _release(act, minor=minor)
    if schedule is not None:
        move.payload["schedule"] = schedule.pk
    return move


def _release(act: Act, *, minor: bool) -> Move:
    assert act.signature is not None
    major, number = editions.next_number(act.held, minor=minor)
    publication = Publication.objects.create(
        article=act.case.article,
        record=act.round.record,
        round=act.round,
        signature=act.signature,
        major=major,
        minor=number,
        released_at=act.case.at,
        note=act.note,
    )
    return Move({"published_record": act.round.record}, _said(act, edition=publication.edition))


def _order(act: Act, order: planned.Order, *, minor: bool) -> Move:
    assert act.signature is not None
    schedule = Schedule.objects.create(
        article=act.case.article,
        round=act.round,
        signature=act.signature,
        release_at=order.release_at,
        time_zone=order.time_zone,
        note=act.note,
        is_minor=minor,
    )
    said = _said(
        act,
        schedule=schedule.pk,
        release_at=signing.instant(order.release_at),
        time_zone=order.time_zone,
        minor=minor,
    )
    return Move({}, said, Event.SCHEDULE)


def _said(act: Act, **more: object) -> dict[str, object]:
    return {"round": act.round.number, "record": act.round.record_id, **more}
