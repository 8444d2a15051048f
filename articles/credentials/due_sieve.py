"""What SQL can say of checks that may be due, whichever day is asked about.

Every condition here is a necessary one of the rule in ``due``, never one more: whatever the rule
wants is taken. A property test holds that.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, DateField, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from articles.days import editorial_zone
from articles.models import Board, Credential
from articles.stages import CheckMethod, CheckOutcome, CredentialKind

from .standing import Freshness

SIGNED_ON = (CredentialKind.BOARD_CERTIFICATION, CredentialKind.LICENCE)
"""What anybody can sign on; a degree blocks nothing, so its check never falls due."""
NEVER = dt.date(1, 1, 1)
"""Stands for "no check counts", so that the order and the cursor know one type."""


def sieved(on: dt.date, known_at: dt.datetime, limit: dt.date, rules: Freshness) -> QuerySet[Any]:
    """Every credential that the rule may want: by the age of its check, or by its board's day.

    Each has ``checked``, the day of its newest check that counts. More are taken than wanted:
    those that have ended, and where a failed check of the same day was the earlier one.
    """
    checked = _with_checks(on, known_at)
    wanted = Q(checked__lte=limit - dt.timedelta(days=rules.verification_days))
    days = Board.objects.filter(reverify_month__isnull=False).values_list(
        "reverify_month", "reverify_day"
    )
    for month, day in {(month, day) for month, day in days if month and day}:
        newest = dt.date(limit.year, month, day)
        if newest > limit:
            newest = newest.replace(year=limit.year - 1)
        wanted |= Q(
            certificate__board__reverify_month=month,
            certificate__board__reverify_day=day,
            checked__lt=newest,
        )
    return checked.filter(wanted)


def _with_checks(on: dt.date, known_at: dt.datetime) -> QuerySet[Any]:
    """As ``standing.check_on`` sees them: known and confirmed by then, of the terms as they are."""
    midnight = dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), editorial_zone())
    counted = Q(
        Q(verifications__recorded_at__gte=F("terms_since")) | Q(terms_since__gte=midnight),
        verifications__checked_on__lte=on,
        verifications__confirmation__recorded_at__lte=known_at,
    ) & ~Q(verifications__method=CheckMethod.SELF_ATTESTED)
    good, bad = (
        Max("verifications__checked_on", filter=counted & Q(verifications__outcome=outcome))
        for outcome in (CheckOutcome.VALIDATED, CheckOutcome.FAILED)
    )
    held = Credential.objects.filter(reviewer__is_active=True, kind__in=SIGNED_ON)
    return held.annotate(good=good, bad=bad).annotate(
        checked=Case(
            When(bad__gte=F("good"), then=Value(NEVER)),
            default=Coalesce("good", Value(NEVER)),
            output_field=DateField(),
        )
    )
