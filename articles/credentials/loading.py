"""Profiles from the database: in one statement for an act, in a constant few for any number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from articles.models import (
    Agreement,
    AgreementAcceptance,
    Coverage,
    Credential,
    CredentialStatus,
    CredentialVerification,
    Disclosure,
    IdentityCheck,
    Reviewer,
)

from .facts import Profile
from .pieces import OF_CHECK, OF_COVER, OF_CREDENTIAL, OF_REVIEWER, OF_STATUS, Pieces, Row


def load(reviewer_ids: Iterable[int], *, on: dt.date) -> dict[int, Profile]:
    """Profiles by reviewer in one statement: it runs while rows are claimed.

    Everything is joined, so the rows multiply: for many reviewers there is ``load_many``.
    """
    prefixes = {
        "credentials__": OF_CREDENTIAL,
        "credentials__statuses__": OF_STATUS,
        "credentials__verifications__": (*OF_CHECK, "confirms"),
        "credentials__certificate__coverages__": OF_COVER,
    }
    columns = [f"{prefix}{name}" for prefix, names in prefixes.items() for name in names]
    pieces = Pieces()
    for row in (
        _with_profile(Reviewer.objects.filter(pk__in=list(reviewer_ids)), on)
        .order_by("pk")
        .values(*OF_REVIEWER, *columns)
    ):
        pieces.reviewers[row["pk"]] = _taken(row, "", OF_REVIEWER)
        if (key := row["credentials__pk"]) is None:
            continue
        taken = {prefix: _taken(row, prefix, names) for prefix, names in prefixes.items()}
        pieces.credentials[key] = dict(zip(OF_CREDENTIAL, taken["credentials__"], strict=True))
        pieces.add(pieces.statuses[key], taken["credentials__statuses__"])
        *check, confirms = taken["credentials__verifications__"]
        if confirms is None:
            pieces.add(pieces.checks[key], tuple(check))
        covers = pieces.covers[row["credentials__certificate_id"]]
        pieces.add(covers, taken["credentials__certificate__coverages__"])
    return pieces.profiles()


def load_many(reviewers: QuerySet[Reviewer], *, on: dt.date) -> dict[int, Profile]:
    """As ``load`` for any number of reviewers, in five statements."""
    pieces = Pieces()
    for found in _with_profile(reviewers, on).values_list(*OF_REVIEWER):
        pieces.reviewers[found[0]] = found
    # By their keys: both planners lose their way in a subquery that is asked again and again.
    keys = list(pieces.reviewers)
    for row in Credential.objects.filter(reviewer__in=keys).order_by("pk").values(*OF_CREDENTIAL):
        pieces.credentials[row["pk"]] = row
    statuses = CredentialStatus.objects.filter(credential__reviewer__in=keys).order_by()
    for key, *status in statuses.values_list("credential_id", *OF_STATUS):
        pieces.statuses[key].append(tuple(status))
    checks = CredentialVerification.objects.filter(credential__reviewer__in=keys, confirms=None)
    for key, *check in checks.order_by().values_list("credential_id", *OF_CHECK):
        pieces.checks[key].append(tuple(check))
    for key, *cover in Coverage.objects.order_by().values_list("certificate_id", *OF_COVER):
        pieces.covers[key].append(tuple(cover))
    return pieces.profiles()


def reviewing(user: Any) -> QuerySet[Any]:
    """The groups by which an account may review."""
    return User.groups.through.objects.filter(
        user=user,
        group__permissions__codename="review_article",
        group__permissions__content_type__app_label="articles",
    )


def _with_profile(reviewers: QuerySet[Reviewer], on: dt.date) -> QuerySet[Reviewer]:
    """Beside each reviewer, what the newest rows about them say by a day."""
    declared = Disclosure.objects.filter(reviewer=OuterRef("pk"), declared_on__lte=on)
    newest = declared.order_by("-declared_on", "-pk")
    seen = IdentityCheck.objects.filter(
        reviewer=OuterRef("pk"), user=OuterRef("user"), checked_on__lte=on
    )
    accepted = AgreementAcceptance.objects.filter(reviewer=OuterRef("pk"))
    in_use = Agreement.objects.order_by("-version").values("version")[:1]
    return reviewers.annotate(
        own_active=F("user__is_active"),
        own_role=Exists(reviewing(OuterRef("user"))),
        own_identity_on=Subquery(seen.order_by("checked_on").values("checked_on")[:1]),
        own_agreement=Subquery(in_use),
        own_accepted=Subquery(
            accepted.order_by("-agreement__version").values("agreement__version")[:1]
        ),
        own_disclosure=Subquery(newest.values("pk")[:1]),
        own_declared_on=Subquery(newest.values("declared_on")[:1]),
        own_statement=Subquery(newest.values("statement")[:1]),
    )


def _taken(row: Row, prefix: str, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(row[f"{prefix}{name}"] for name in names)
