"""Who could review an article: found by SQL, judged by the one rule, ranked for a person.

SQL takes a superset of those who may sign and of the specialists among them; what it takes too
much of, the rule says of the few on a page (a property test holds the superset).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from articles import keyset
from articles.models import Article, Reviewer
from articles.stages import CredentialKind

from . import eligibility, standing
from .candidate import Candidate, Certification
from .eligibility import Rules, Verdict
from .facts import Profile
from .loading import load_many
from .sieve import ORDER, sifted
from .turnaround import Past, past

PAGE = 50
SHORT = 20

__all__ = ["PAGE", "SHORT", "Candidate", "Certification", "Ranked", "ranked", "shortlist"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Some candidates, the best first, and the cursor of the next ones (empty: no more)."""

    candidates: list[Candidate]
    after: str


def ranked(
    article: Article,
    policy: Rules,
    *,
    on: dt.date,
    known_at: dt.datetime,
    after: str = "",
    search: str = "",
) -> Ranked:
    """The next ``PAGE`` of all active reviewers, in a constant number of statements.

    Pages follow each other by what SQL sees, who is away and open load; each is sorted by ``rank``.
    """
    question = _Question(article, policy, on, known_at, article.writers())
    found = question.sifted(Reviewer.objects.filter(is_active=True))
    if search:
        found = found.filter(name__icontains=search)
    page = keyset.page(found, after, ORDER, PAGE)
    judged = question.judged(page.rows)
    return Ranked(sorted(judged, key=lambda candidate: candidate.rank), page.after)


def shortlist(
    article: Article,
    policy: Rules,
    *,
    on: dt.date,
    known_at: dt.datetime,
    picked: Collection[int] = (),
    writers: Collection[int] | None = None,
) -> list[Candidate]:
    """Those picked, active or not, then the best ``SHORT`` who have an account.

    ``writers``: who may not sign because they wrote; those of the article where nothing is said.
    """
    wrote = article.writers() if writers is None else writers
    question = _Question(article, policy, on, known_at, wrote)
    best = question.sifted(Reviewer.objects.filter(is_active=True, user__isnull=False))
    chosen = question.sifted(Reviewer.objects.filter(pk__in=picked)) if picked else ()
    rows = {reviewer.pk: reviewer for reviewer in [*chosen, *best[:SHORT]]}
    judged = question.judged(list(rows.values()))
    return sorted(judged, key=lambda c: (c.reviewer.pk not in picked, c.rank))


@dataclass(frozen=True, slots=True)
class _Question:
    """Who could review this article, under this policy, on this day, as known at this moment?"""

    article: Article
    policy: Rules
    on: dt.date
    known_at: dt.datetime
    writers: Collection[int]

    def sifted(self, reviewers: QuerySet[Reviewer]) -> QuerySet[Reviewer]:
        return sifted(reviewers, self.article, self.policy, self.on, self.writers)

    def judged(self, reviewers: Sequence[Reviewer]) -> list[Candidate]:
        """Each of some sifted reviewers as a candidate, in the order given."""
        keys = [reviewer.pk for reviewer in reviewers]
        profiles = load_many(Reviewer.objects.filter(pk__in=keys), on=self.on)
        known = past(keys, self.article, self.known_at)
        return [self._candidate(each, profiles[each.pk], known) for each in reviewers]

    def _candidate(self, reviewer: Reviewer, profile: Profile, known: Past) -> Candidate:
        review = known.asked.get(reviewer.pk)
        verdict = eligibility.judge(
            reviewer,
            self.article.specialty,
            self.policy,
            profile,
            on=self.on,
            known_at=self.known_at,
            wrote=reviewer.user_id in self.writers,
            review=review,
        )
        return Candidate(
            reviewer=reviewer,
            verdict=verdict,
            certifications=_certifications(verdict, self.policy),
            review=review,
            open_reviews=reviewer.load,  # type: ignore[attr-defined]  # annotated by ``sieve``
            typical_days=known.days.get(reviewer.pk),
            is_away=bool(reviewer.away_until and reviewer.away_until >= self.on),
        )


def _certifications(verdict: Verdict, policy: Rules) -> tuple[Certification, ...]:
    own, on, known_at = verdict.profile.credentials, verdict.on, verdict.known_at
    return tuple(
        Certification(
            name=facts.certificate or facts.label,
            board=facts.board,
            in_force=standing.objection(facts, own, on, known_at, policy) is None,
        )
        for facts in own
        if facts.kind == CredentialKind.BOARD_CERTIFICATION
    )
