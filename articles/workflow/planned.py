"""What a publisher may ask of a release: a later moment, and an editorial edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from articles import signing
from articles.days import months_later, named_zone
from articles.errors import InputRefused

from .case import Case

MONTHS_AHEAD = 24
"""No release is ordered for later than this; its sign-offs would be stale long before."""


@dataclass(frozen=True, slots=True)
class Order:
    """A moment (aware, whole seconds) and the IANA name of the zone in which it was given."""

    release_at: dt.datetime
    time_zone: str


def takes_effect(case: Case) -> dt.datetime:
    """When readers would see it: now, or at the moment asked for where that lies ahead."""
    asked = case.inputs.get("release_at")
    if isinstance(asked, dt.datetime) and asked.tzinfo is not None:
        return max(asked, case.at)
    return case.at


def order_of(case: Case) -> Order | None:
    """The moment that is asked for; None for a release now.

    Raises ``InputRefused`` for a moment without an offset, past, or too far ahead, and for a zone
    that is unknown.
    """
    asked = case.inputs.get("release_at")
    if asked is None:
        return None
    if not isinstance(asked, dt.datetime) or asked.tzinfo is None:
        raise InputRefused("release_at", _("name the moment with its offset from UTC."), "naive")
    zone = case.inputs.get("time_zone") or settings.EDITORIAL_TIME_ZONE
    named_zone(zone)
    at = asked.astimezone(dt.UTC).replace(microsecond=0)
    if at <= case.at:
        raise InputRefused("release_at", _("that moment has passed."), "past")
    if at.date() > months_later(case.at.date(), MONTHS_AHEAD):
        message = _("that lies more than %s months ahead.") % MONTHS_AHEAD
        raise InputRefused("release_at", message, "too_far")
    return Order(at, zone)


def evidence(case: Case, note: str) -> dict[str, Any]:
    """What the statement of a release says of the edition, and of its moment if that lies ahead."""
    said = {"edition": edition(minor=bool(case.inputs.get("minor"))), "note": note}
    order = order_of(case)
    if order is not None:
        at, zone = signing.instant(order.release_at), order.time_zone
        said |= {"not_before": at, "time_zone_of_release": zone}
    return said


def edition(*, minor: bool) -> str:
    """The kind of an edition, as statements write it."""
    return "minor" if minor else "major"
