"""Everything a rule may look at: one article, one person, one moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery

from articles import signing
from articles.credentials import eligibility
from articles.credentials.facts import Profile
from articles.credentials.loading import load
from articles.days import editorial_date
from articles.errors import Refusal
from articles.models import (
    Article,
    Checklist,
    HistoricalArticle,
    HistoricalReviewPolicy,
    ReferenceCheck,
    Review,
    ReviewAnswer,
    Reviewer,
    ReviewPolicy,
    Round,
    Signature,
    SigningAccess,
)
from articles.stages import Meaning, Response

from .claiming import Held
from .invitations import of_rounds
from .ticks import ticks


@dataclass(kw_only=True)
class Case:
    """Loads what a rule asks for once, and remembers it.

    ``inputs`` holds what the person chose; while a form is not yet filled in it is empty, and rules
    must be able to speak. ``held``: the row is claimed. ``proven``: the actor showed ticket and
    password. ``taken``: the signature that this very act has just taken. ``profiles``: those of the
    signers, where many cases loaded them together.
    """

    article: Article
    actor: User
    at: dt.datetime
    permissions: frozenset[str] = frozenset()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    held: Held | None = None
    proven: signing.Proven | None = None
    taken: Signature | None = None
    profiles: Mapping[int, Profile] | None = None

    @property
    def on(self) -> dt.date:
        return editorial_date(self.at)

    @cached_property
    def access(self) -> SigningAccess | None:
        """What stands between the actor's account and its signature."""
        return self.proven.access if self.proven else signing.access_of(self.actor)

    @cached_property
    def signing_objections(self) -> list[Refusal]:
        """Why the actor's account signs nothing now; judged already where they have proved it."""
        if self.proven is not None:
            return []
        return list(signing.access_objections(self.actor, self.access, self.at))

    @cached_property
    def has_factor(self) -> bool:
        """Whether the actor has set up a second factor."""
        return signing.is_enrolled(self.actor)

    @cached_property
    def reviewer(self) -> Reviewer | None:
        return Reviewer.objects.filter(user=self.actor).first()

    @cached_property
    def reviews(self) -> list[Review]:
        """The invitations of the current round, each with its signature, if any."""
        if self.article.round_id is None:
            return []
        return list(self._reviews().order_by("pk"))

    def hold_signers(self) -> None:
        """Load the invitations with each reviewer's row held, in one order for all acts.

        On SQLite the claim on the article holds the whole database already.
        """
        held = self._reviews().select_for_update(of=("reviewer",), no_key=True)
        self.reviews = list(held.order_by("reviewer_id"))

    def _reviews(self) -> QuerySet[Review]:
        return of_rounds([self.article.round_id])

    @cached_property
    def round(self) -> Round | None:
        if self.reviews:
            return self.reviews[0].round
        return self.article.round

    @cached_property
    def policy_record(self) -> HistoricalReviewPolicy | None:
        """The newest record of the closest policy in use, and the key of its checklist, ``asks``:

        what the next round would pin.
        """
        closest = ReviewPolicy.objects.closest_first(self.article).values("pk")[:1]
        asks = Subquery(Checklist.objects.pinned_by(OuterRef("id")))
        records = HistoricalReviewPolicy.objects.filter(id=Subquery(closest)).annotate(asks=asks)
        return records.order_by("-history_id").first()

    @property
    def checklist(self) -> Checklist | None:
        """What this round asks of each sign-off besides the text."""
        return self.round.checklist if self.round else None

    @cached_property
    def answers(self) -> list[ReviewAnswer]:
        """What the actor answered in this round."""
        return list(self.my_review.answers.all()) if self.my_review else []

    @cached_property
    def ticks(self) -> dict[str, ReferenceCheck | None]:
        """The actor's ticks by reference, carried ones too; nothing where none are asked for."""
        asked = self.checklist is not None and self.checklist.checks_references
        return ticks(self.my_review) if asked and self.my_review else {}

    @property
    def my_review(self) -> Review | None:
        """The actor's own invitation to this round."""
        return next((r for r in self.reviews if r.reviewer.user_id == self.actor.pk), None)

    @property
    def may_decide(self) -> bool:
        """Whether the actor's invitation still waits for a decision."""
        review = self.my_review
        if review is None:
            return bool(self.round and self.round.policy.self_assign)
        return review.closed_at is None and review.response != Response.DECLINED

    @property
    def counted(self) -> list[Signature]:
        """The standing medical signatures of this round. No other round's ever count."""
        taken = self.taken
        given = [review.signature for review in self.reviews if hasattr(review, "signature")]
        standing = [s for s in given if s != taken and not s.is_withdrawn]
        if taken is not None and taken.meaning == Meaning.MEDICAL_REVIEW:
            standing.append(taken)
        return standing

    @cached_property
    def has_contributed(self) -> bool:
        """Whether the actor wrote any record since the one readers see."""
        if self.held is not None:
            return bool(self.held.has_contributed)
        since = self.article.published_record_id or 0
        records = HistoricalArticle.objects.filter(id=self.article.pk, history_id__gt=since)
        return bool(records.filter(history_user=self.actor).exists())

    @property
    def is_author(self) -> bool:
        """Owner, submitter, or anyone who edited a record since the last published one."""
        submitted_by = self.round.submitted_by_id if self.round else None
        writers = (self.article.owner_id, submitted_by)
        return self.actor.pk in writers or bool(self.has_contributed)

    @cached_property
    def verdict(self) -> eligibility.Verdict | None:
        """The actor's eligibility under the pinned policy; None without a reviewer profile."""
        if self.reviewer is None or self.round is None:
            return None
        return eligibility.judge(
            self.reviewer,
            self.article.specialty,
            self.round.policy,
            load([self.reviewer.pk], on=self.on)[self.reviewer.pk],
            on=self.on,
            known_at=self.at,
            wrote=self.is_author,
            review=self.my_review,
        )


def reaches(signatures: Sequence[Signature], round: Round) -> bool:
    """Whether these signatures make the round's quorum: n sign-offs, m of them by specialists."""
    specialists = sum(signature.is_specialist for signature in signatures)
    policy: HistoricalReviewPolicy = round.policy
    return bool(len(signatures) >= policy.sign_offs and specialists >= policy.specialist_sign_offs)
