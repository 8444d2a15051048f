"""What depends on a credential: the live sign-offs that relied on it, in three classes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from articles.days import editorial_date
from articles.errors import Refusal
from articles.models import Board, Certificate, Reviewer, Signature
from articles.stages import StandingClass

from . import standing
from .facts import Facts, Profile
from .loading import load, load_many


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose or which credentials are asked about: one of the three is given."""

    reviewer: Reviewer | None = None
    certificate: Certificate | None = None
    board: Board | None = None

    def __str__(self) -> str:
        return str(self.reviewer or self.certificate or self.board)

    def signatures(self) -> QuerySet[Signature]:
        """Live sign-offs that may have relied on them: a superset, the statement decides."""
        found = Signature.objects.live()
        if self.reviewer is not None:
            return found.filter(reviewer=self.reviewer)
        held = Reviewer.objects.filter(credentials__certificate=self.certificate)
        if self.board is not None:
            held = Reviewer.objects.filter(credentials__certificate__board=self.board)
        return found.filter(reviewer__in=held.values("pk"))

    def includes(self, facts: Facts) -> bool:
        if self.certificate is not None:
            return facts.certificate_id == self.certificate.pk
        return self.board is None or facts.board_id == self.board.pk


@dataclass(frozen=True, slots=True)
class Doubt:
    """A credential that a sign-off relied on, and what stands against it."""

    facts: Facts
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Judged:
    """A credential that a sign-off relied on: what stands against it on its day, and since."""

    facts: Facts
    then: Refusal | None
    since: Refusal | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One sign-off, judged on the day it was given and on the day asked about.

    Both as known at one moment.
    """

    signature: Signature
    credentials: tuple[Judged, ...]

    @property
    def then(self) -> tuple[Doubt, ...]:
        """Each credential that did not hold on the day of signing."""
        return tuple(Doubt(j.facts, j.then) for j in self.credentials if j.then is not None)

    @property
    def since(self) -> tuple[Doubt, ...]:
        """Each credential that has ended by the day asked about."""
        return tuple(Doubt(j.facts, j.since) for j in self.credentials if j.since is not None)

    @property
    def standing_class(self) -> StandingClass:
        if self.then:
            return StandingClass.NOT_VALID_THEN
        return StandingClass.LAPSED_SINCE if self.since else StandingClass.VALID


NEEDED = (
    "article__title",
    "article__slug",
    "article__stage",
    "printed_name",
    "signed_at",
    "statement",
    "reviewer_id",
    "round__policy__verification_days",
    "round__policy__grace_days",
)


def assess(scope: Scope, *, on: dt.date, known_at: dt.datetime) -> list[Finding]:
    """Every live sign-off that relied on something in scope, in a constant number of statements.

    "Lapsed since" is about the world: a check that has merely grown old takes nothing away.
    """
    signatures = list(
        scope.signatures()
        .select_related("article", "round__policy")
        .only(*NEEDED)
        .order_by("signed_at", "pk")
    )
    people = Reviewer.objects.filter(pk__in={signature.reviewer_id for signature in signatures})
    profiles = load_many(people, on=on) if signatures else {}
    return [
        finding
        for signature in signatures
        if (finding := _finding(signature, scope, profiles, on, known_at)) is not None
    ]


def of_signature(signature: Signature, *, on: dt.date, known_at: dt.datetime) -> Finding | None:
    """One sign-off, live or not; None where no credential it relied on is on record."""
    key = signature.reviewer_id
    profiles = load([key], on=on) if key is not None else {}
    return _finding(signature, Scope(), profiles, on, known_at)


def relied_on(signature: Signature) -> list[int]:
    """The credentials that a sign-off names in its statement, by id."""
    return [item["credential"] for item in json.loads(signature.statement)["credentials"]]


def _finding(
    signature: Signature,
    scope: Scope,
    profiles: Mapping[int, Profile],
    on: dt.date,
    known_at: dt.datetime,
) -> Finding | None:
    profile = profiles.get(signature.reviewer_id or 0)
    if profile is None:  # its signature was withdrawn while we looked
        return None
    assert signature.round is not None
    own, policy = profile.credentials, signature.round.policy
    signed, named = editorial_date(signature.signed_at), set(relied_on(signature))
    judged = tuple(
        Judged(
            facts,
            standing.objection(facts, own, signed, known_at, policy),
            standing.ended(facts, own, on, known_at),
        )
        for facts in own
        if facts.id in named and scope.includes(facts)
    )
    return Finding(signature, judged) if judged else None
