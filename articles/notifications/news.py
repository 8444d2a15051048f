"""What happened to a person's work since their last digest, and what waits for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import Max, Prefetch, Q, QuerySet

from articles import roles
from articles.credentials import leaving
from articles.days import editorial_date
from articles.models import Delivery, Review, Round
from articles.stages import Decision, DeliveryKind, Outcome, Response

from . import reminders

LAG = dt.timedelta(minutes=1)
"""An act counts as stored by then: it is dated before it waits for a lock, 20 seconds at most."""
OLD = dt.timedelta(days=30)
"""What ended longer ago is no news, even to who gets a first digest or comes back."""


@dataclass(frozen=True, slots=True)
class Span:
    """The time that one digest is about: after the last one, which may be missing, up to now."""

    last: dt.datetime | None
    at: dt.datetime

    @property
    def today(self) -> dt.date:
        return editorial_date(self.at)

    @property
    def until(self) -> dt.datetime:
        return self.at - LAG

    @property
    def since(self) -> dt.datetime:
        """From here on, what ended is news."""
        return max(self.at - OLD, self.last - LAG) if self.last else self.at - OLD

    def holds(self, moment: dt.datetime) -> bool:
        """Whether something that still stands is told for the first time, however old it is."""
        return moment <= self.until and (self.last is None or moment > self.last - LAG)

    def day_after(self, moment: dt.datetime) -> dt.date:
        """The day up to which reminders about something begun at ``moment`` were given."""
        return editorial_date(max(moment, self.last or moment))

    def of(self, column: str) -> Q:
        return Q((f"{column}__gt", self.since), (f"{column}__lte", self.until))


@dataclass(frozen=True, slots=True)
class News:
    """``waiting``: every open review of a reviewer, the most urgent first. ``calls``: whether one
    of them is a reason to write. The rest is news by itself.

    For a reviewer ``closed``; for a managing editor ``declined``, ``left``, ``unanswered`` and
    ``late``; for whoever wrote or submitted ``rounds`` that ended.
    """

    waiting: list[Review] = field(default_factory=list)
    calls: bool = False
    closed: list[Review] = field(default_factory=list)
    declined: list[Review] = field(default_factory=list)
    left: list[Review] = field(default_factory=list)
    unanswered: list[Review] = field(default_factory=list)
    late: list[Review] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    @property
    def for_editors(self) -> int:
        return len(self.declined) + len(self.left) + len(self.unanswered) + len(self.late)

    def __bool__(self) -> bool:
        return bool(self.calls or self.closed or self.for_editors or self.rounds)


def span_of(user: User, at: dt.datetime) -> Span:
    """From the last digest that was not given up: what was in that one is told again."""
    told = Delivery.objects.filter(kind=DeliveryKind.REVIEW_DIGEST, user=user, created_at__lt=at)
    last = told.filter(given_up_at__isnull=True).aggregate(last=Max("created_at"))["last"]
    return Span(last, at)


def of(user: User, span: Span) -> News:
    """The same number of statements for everybody, but two more for managing editors."""
    waiting = list(_listed(Review.objects.open().filter(reviewer__user=user).by_urgency()))
    ended = Round.objects.filter(Q(article__owner=user) | Q(submitted_by=user))
    return News(
        waiting=waiting,
        calls=any(_calls(review, span) for review in waiting),
        closed=list(_listed(_closed_by_others(user, span))),
        rounds=list(_ended(ended, span)),
        **_for_editor(user, span),
    )


def editors() -> QuerySet[User]:
    """Every managing editor who can sign in."""
    active = User.objects.filter(groups__name=roles.MANAGING_EDITORS, is_active=True)
    return active.order_by("pk")


def _calls(review: Review, span: Span) -> bool:
    if review.response == Response.INVITED and span.holds(review.invited_at):
        return True
    after = span.day_after(review.invited_at)
    return reminders.fell(reminders.is_near_due, review.due_on, after=after, until=span.today)


def _closed_by_others(user: User, span: Span) -> QuerySet[Review]:
    closed = Review.objects.filter(span.of("closed_at"), reviewer__user=user)
    closed = closed.filter(decision=Decision.NONE).exclude(response=Response.DECLINED)
    return closed.order_by("closed_at", "pk")


def _ended(rounds: QuerySet[Round], span: Span) -> QuerySet[Round]:
    told = (Outcome.CHANGES_REQUESTED, Outcome.APPROVED)
    decided = Review.objects.exclude(decision=Decision.NONE).select_related("reviewer")
    return (
        rounds.filter(span.of("ended_at"), outcome__in=told)
        .select_related("article", "record")
        .defer(*HEAVY)
        .prefetch_related(Prefetch("reviews", decided.order_by("closed_at", "pk"), "decided"))
        .order_by("ended_at", "pk")
    )


def _for_editor(user: User, span: Span) -> dict[str, list[Review]]:
    """What comes back to who asked, or, where they cannot ask again, to every managing editor."""
    everybody = editors()
    if not everybody.filter(pk=user.pk).exists():
        return {}
    theirs = Q(invited_by=user) | ~Q(invited_by__in=everybody)
    still_open = Q(round__outcome=Outcome.OPEN)
    declined = Review.objects.filter(theirs, still_open, span.of("responded_at"))
    waiting = list(_listed(Review.objects.open().filter(theirs).by_urgency()))
    return {
        "declined": list(_listed(declined.filter(response=Response.DECLINED))),
        "left": list(_listed(leaving.left_behind().filter(theirs, span.of("closed_at")))),
        "unanswered": [review for review in waiting if _is_unanswered(review, span)],
        "late": [review for review in waiting if _is_late(review, span)],
    }


def _is_unanswered(review: Review, span: Span) -> bool:
    """Past its due date it is late, and told as that."""
    if review.response != Response.INVITED or review.due_on < span.today:
        return False
    invited_on, after = editorial_date(review.invited_at), span.day_after(review.invited_at)
    return reminders.fell(reminders.is_unanswered, invited_on, after=after, until=span.today)


def _is_late(review: Review, span: Span) -> bool:
    after = span.day_after(review.invited_at)
    return reminders.fell(reminders.is_overdue, review.due_on, after=after, until=span.today)


HEAVY = tuple(
    f"{text}__{name}"
    for text in ("article", "record")
    for name in ("body", "references", "summary", "funding")
)
"""Of a round: the words of its texts, which no list needs."""


def _listed(reviews: QuerySet[Review]) -> QuerySet[Review]:
    return reviews.select_related(
        "round__article", "round__record", "reviewer", "invited_by"
    ).defer(*(f"round__{name}" for name in HEAVY))
