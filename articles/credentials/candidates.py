"""Who could review an article: found by SQL, judged by the one rule, ranked for a person.

SQL takes a superset of those who may sign and of the specialists among them; what it takes too
much of, the rule says of the few on a page (a property test holds the superset).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.db.models import Q

from articles.models import Article, Review, Reviewer
from articles.stages import Decision

from . import eligibility
from .eligibility import Rules, Verdict
from .loading import load_many
from .sieve import sifted

PAGE = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reviewer for one article: why or why not, what waits for them, how fast they are.

    ``typical_days``: median days from invitation to decision over the last two years.
    """

    reviewer: Reviewer
    verdict: Verdict
    review: Review | None
    open_reviews: int
    typical_days: float | None
    is_away: bool

    @property
    def rank(self) -> tuple[bool, bool, bool, int, float, str]:
        """The best first."""
        return (
            not self.verdict.is_specialist,
            not self.verdict.may_sign,
            self.is_away,
            self.open_reviews,
            self.typical_days if self.typical_days is not None else 99.0,
            self.reviewer.name,
        )


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
    """The next ``PAGE`` of all active reviewers, in a constant number of statements."""
    found = sifted(Reviewer.objects.filter(is_active=True), article, policy, on)
    if search:
        found = found.filter(name__icontains=search)
    if key := _parsed(after):
        found = found.filter(_behind(*key))
    rows = list(found.select_related("user")[: PAGE + 1])
    shown = rows[:PAGE]
    judged = _judged(shown, article, policy, on, known_at)
    last = f"{shown[-1].sieve}.{shown[-1].load}.{shown[-1].pk}" if len(rows) > PAGE else ""  # type: ignore[attr-defined]
    return Ranked(sorted(judged, key=lambda candidate: candidate.rank), last)


def _judged(
    reviewers: list[Reviewer], article: Article, policy: Rules, on: dt.date, known_at: dt.datetime
) -> list[Candidate]:
    keys = [reviewer.pk for reviewer in reviewers]
    profiles = load_many(Reviewer.objects.filter(pk__in=keys), on=on)
    writers = article.writers()
    asked: dict[int, Review] = {}
    if article.round_id:
        of_round = Review.objects.filter(round=article.round_id, reviewer__in=keys)
        asked = {review.reviewer_id: review for review in of_round}
    days = turnaround(keys, on)
    return [
        Candidate(
            reviewer=reviewer,
            verdict=eligibility.judge(
                reviewer,
                article.specialty,
                policy,
                profiles[reviewer.pk],
                on=on,
                known_at=known_at,
                wrote=reviewer.user_id in writers,
                review=asked.get(reviewer.pk),
            ),
            review=asked.get(reviewer.pk),
            open_reviews=reviewer.load,  # type: ignore[attr-defined]
            typical_days=days.get(reviewer.pk),
            is_away=bool(reviewer.away_until and reviewer.away_until >= on),
        )
        for reviewer in reviewers
    ]


def turnaround(reviewers: Iterable[int], on: dt.date) -> dict[int, float]:
    """Median days from invitation to decision, by reviewer, over the two years before a day."""
    since = on - dt.timedelta(days=730)
    decided = Review.objects.filter(reviewer__in=reviewers, closed_at__date__gte=since).exclude(
        decision=Decision.NONE
    )
    taken: dict[int, list[float]] = defaultdict(list)
    for key, asked, closed in decided.values_list("reviewer_id", "invited_at", "closed_at"):
        assert closed is not None
        taken[key].append((closed - asked) / dt.timedelta(days=1))
    return {key: median(days) for key, days in taken.items()}


def _parsed(after: str) -> tuple[int, int, int] | None:
    parts = after.split(".")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    sieve, load, key = map(int, parts)
    return sieve, load, key


def _behind(sieve: int, load: int, key: int) -> Q:
    return (
        Q(sieve__gt=sieve) | Q(sieve=sieve, load__gt=load) | Q(sieve=sieve, load=load, pk__gt=key)
    )
