"""What depends on a credential: the live sign-offs that relied on it, in three classes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from articles.days import editorial_date
from articles.errors import Refusal
from articles.models import Board, Certificate, Reviewer, Signature
from articles.stages import StandingClass

from . import standing
from .facts import Facts, Profile
from .loading import load_many


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose or which credentials are asked about: one of the three is given."""

    reviewer: Reviewer | None = None
    certificate: Certificate | None = None
    board: Board | None = None

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
class Finding:
    """One live sign-off, judged on the day it was given and on the day asked about.

    Both as known now. ``then`` and ``since`` name each credential that does not hold.
    """

    signature: Signature
    then: tuple[Doubt, ...]
    since: tuple[Doubt, ...]

    @property
    def standing_class(self) -> StandingClass:
        if self.then:
            return StandingClass.NOT_VALID_THEN
        return StandingClass.LAPSED_SINCE if self.since else StandingClass.VALID


def assess(scope: Scope, *, on: dt.date, known_at: dt.datetime) -> list[Finding]:
    """Every live sign-off that relied on something in scope, in a constant number of statements.

    "Lapsed since" is about the world: a check that has merely grown old takes nothing away.
    """
    signatures = list(
        scope.signatures()
        .select_related("article", "round__policy", "reviewer")
        .defer("article__body", "article__references", "article__summary")
        .order_by("signed_at", "pk")
    )
    people = Reviewer.objects.filter(pk__in=scope.signatures().order_by().values("reviewer"))
    profiles = load_many(people, on=on) if signatures else {}
    return [
        finding
        for signature in signatures
        if (finding := _finding(signature, scope, profiles, on, known_at)) is not None
    ]


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
    assert signature.reviewer_id is not None and signature.round is not None
    own = profiles[signature.reviewer_id].credentials
    named = set(relied_on(signature))
    relied = [facts for facts in own if facts.id in named and scope.includes(facts)]
    if not relied:
        return None
    signed = editorial_date(signature.signed_at)
    policy = signature.round.policy
    then = tuple(_then(relied, own, signed, known_at, policy))
    since = tuple(
        Doubt(facts, refusal)
        for facts in relied
        if (refusal := standing.ended(facts, own, on, known_at, policy)) is not None
    )
    return Finding(signature, then, since)


def _then(
    relied: Sequence[Facts],
    own: Sequence[Facts],
    signed: dt.date,
    known_at: dt.datetime,
    freshness: standing.Freshness,
) -> Iterator[Doubt]:
    for facts in relied:
        refusal = standing.objection(facts, own, signed, known_at, freshness)
        if refusal is not None:
            yield Doubt(facts, refusal)
