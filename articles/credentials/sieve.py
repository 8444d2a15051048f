"""What SQL can say of many reviewers at once: who may be able to sign, and perhaps as a specialist.

Every condition here is a necessary one of the rule in ``eligibility``, never one more: whoever the
rule accepts is taken. A property test holds that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from articles.models import (
    Article,
    Certificate,
    Credential,
    CredentialStatus,
    CredentialVerification,
    Disclosure,
    IdentityCheck,
    Review,
    Reviewer,
)
from articles.stages import CheckMethod, CheckOutcome, CredentialKind, Standing

from .conditions import Rules
from .loading import reviewing

ORDER = ("sieve", "away", "load", "pk")
"""Perhaps specialists first, who is away last among equals, the least busy before the others."""
SPECIALIST, SIGNER, NEITHER = 0, 1, 2
"""What SQL sees in somebody: perhaps a specialist, perhaps a signer, certainly neither."""


def sifted(
    reviewers: QuerySet[Reviewer],
    article: Article,
    policy: Rules,
    on: dt.date,
    writers: Collection[int],
) -> QuerySet[Reviewer]:
    """Reviewers, best first, with ``sieve``, ``away`` (1 or 0) and ``load`` (open reviews).

    ``writers``: ids of the users who wrote the article (``Article.writers``).
    """
    held = _perhaps_in_force(policy, on)
    covering = Certificate.objects.filter(
        Q(specialty=article.specialty)
        | Q(coverages__specialty=article.specialty, coverages__since__lte=on)
        & (Q(coverages__until__isnull=True) | Q(coverages__until__gt=on))
    )
    complete = _perhaps_complete(writers, policy, on)
    waiting = (
        Review.objects.open()
        .filter(reviewer=OuterRef("pk"))
        .order_by()
        .values("reviewer")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return reviewers.annotate(
        sieve=Case(
            When(complete & Exists(held.filter(certificate__in=covering)), then=Value(SPECIALIST)),
            When(complete & Exists(held), then=Value(SIGNER)),
            default=Value(NEITHER),
            output_field=IntegerField(),
        ),
        away=Case(
            When(away_until__gte=on, then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        ),
        load=Coalesce(Subquery(waiting), Value(0)),
    ).order_by(*ORDER)


def _perhaps_complete(writers: Collection[int], policy: Rules, on: dt.date) -> Q:
    """What must hold of the person, beside what they hold: each condition is a necessary one."""
    disclosed = Disclosure.objects.filter(
        reviewer=OuterRef("pk"),
        declared_on__range=(on - dt.timedelta(days=policy.disclosure_days), on),
    )
    seen = IdentityCheck.objects.filter(
        reviewer=OuterRef("pk"), user=OuterRef("user"), checked_on__lte=on
    )
    return Q(
        ~Q(user__in=writers),
        Exists(disclosed),
        Exists(seen),
        Exists(reviewing(OuterRef("user"))),
        user__is_active=True,
    )


def _perhaps_in_force(policy: Rules, on: dt.date) -> QuerySet[Credential]:
    """Credentials of the outer reviewer that may be in force: each condition is a necessary one."""
    said = CredentialStatus.objects.filter(
        credential=OuterRef("pk"), standing=Standing.IN_FORCE, effective_from__lte=on
    ).filter(Q(effective_to__isnull=True) | Q(effective_to__gt=on))
    checked = CredentialVerification.objects.filter(
        credential=OuterRef("pk"),
        outcome=CheckOutcome.VALIDATED,
        confirmation__isnull=False,
        checked_on__range=(on - dt.timedelta(days=policy.verification_days), on),
    ).exclude(method=CheckMethod.SELF_ATTESTED)
    return Credential.objects.filter(
        Q(initial_on__isnull=True) | Q(initial_on__lte=on),
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        Exists(said),
        Exists(checked),
        reviewer=OuterRef("pk"),
        kind__in=(CredentialKind.BOARD_CERTIFICATION, CredentialKind.LICENCE),
    )
