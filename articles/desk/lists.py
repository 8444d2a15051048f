"""The lists that pages show, as QuerySets: bodies of texts stay in the database."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from articles import presenting
from articles.models import Article, Publication, Review, Round, Schedule, Signature
from articles.notifications import reminders
from articles.stages import InterestDecision, Meaning, Outcome, Response, Severity, Stage

Articles = TypeVar("Articles", bound=QuerySet[Article])

ROW = (
    "slug",
    "title",
    "stage",
    "stage_since",
    "specialty",
    "version",
    "content_digest",
    "last_reviewed",
    "review_due",
    "published_record",
    "round",
    "owner__username",
    "owner__first_name",
    "owner__last_name",
)
"""The columns of a row about an article."""


def rows(articles: Articles) -> Articles:
    return articles.select_related("owner").only(*ROW)


def open_reviews(user: User) -> QuerySet[Review]:
    """Reviews that wait for this person, the most urgent first."""
    return _reviews(Review.objects.open().filter(reviewer__user=user).by_urgency())


def closed_reviews(user: User) -> QuerySet[Review]:
    """Reviews that wait for this person no more, the newest first."""
    closed = Review.objects.filter(reviewer__user=user, closed_at__isnull=False)
    return _reviews(closed.order_by("-closed_at", "-pk"))


def late_reviews(on: dt.date) -> QuerySet[Review]:
    """Anybody's reviews that are past their day."""
    return _reviews(Review.objects.overdue(on).by_urgency())


def unanswered_reviews(on: dt.date) -> QuerySet[Review]:
    """Invitations that nobody answered in time, and that are not late yet, the oldest first."""
    by = on - dt.timedelta(days=reminders.ANSWER)
    asked = Review.objects.open().filter(response=Response.INVITED, due_on__gte=on)
    return _reviews(asked.filter(invited_at__date__lte=by).order_by("invited_at", "pk"))


def declined_reviews() -> QuerySet[Review]:
    """Invitations that were declined in rounds that are still open."""
    declined = Review.objects.filter(response=Response.DECLINED, round__outcome=Outcome.OPEN)
    return _reviews(declined.order_by("responded_at"))


def undecided_interests(user: User) -> QuerySet[Review]:
    """Reviews whose reviewer named an interest that waits for this editor, the oldest first."""
    named = Review.objects.open().filter(interest_decision=InterestDecision.NONE)
    others = named.exclude(interest="").exclude(reviewer__user=user)
    return _reviews(others.order_by("interest_at", "pk"))


def _reviews(reviews: QuerySet[Review]) -> QuerySet[Review]:
    heavy = ("body", "references", "summary", "funding")
    texts = ("round__article", "round__record")
    return reviews.select_related(*texts, "reviewer", "invited_by").defer(
        *(f"{text}__{name}" for text in texts for name in heavy)
    )


def comment_counts(article: Article) -> dict[str, int] | None:
    """How many comments an article has in all, how many are open, how many of these must be fixed;
    None without any.
    """
    is_open = Q(pk__in=article.comments.open().values("pk"))
    must_fix = is_open & Q(severity=Severity.MUST_FIX)
    found = article.comments.aggregate(
        all=Count("pk"), open=Count("pk", filter=is_open), must_fix=Count("pk", filter=must_fix)
    )
    return found if found["all"] else None


def drafts_of(user: User) -> QuerySet[Article]:
    """Somebody's drafts, each with how its last round ended and the note that came with it."""
    last = Round.objects.filter(article=OuterRef("pk")).order_by("-number")
    return rows(Article.objects.filter(owner=user, stage=Stage.DRAFT)).annotate(
        came_back=Subquery(last.values("outcome")[:1]),
        came_back_with=Subquery(last.values("end_note")[:1]),
    )


def pipeline() -> list[dict[str, Any]]:
    """Count and oldest ``stage_since`` of every stage, in the order of the workflow."""
    found = Article.objects.values("stage").annotate(count=Count("pk"), since=Min("stage_since"))
    by_stage = {row["stage"]: row for row in found.order_by()}
    return [
        {"stage": stage.value, "count": 0, "since": None, **by_stage.get(stage, {})}
        for stage in Stage
    ]


def due(by: dt.date) -> QuerySet[Article]:
    return rows(Article.objects.due_for_review(by).order_by("review_due", "pk"))


def ready() -> QuerySet[Article]:
    """Signed, and neither released nor waiting for a moment."""
    return Article.objects.filter(~Exists(_waits()), stage=Stage.APPROVED)


def _waits() -> QuerySet[Schedule]:
    return Schedule.objects.waiting().filter(article=OuterRef("pk"))


def live() -> QuerySet[Article]:
    """What readers see, each with the release it came from."""
    release = Publication.objects.filter(
        article=OuterRef("pk"), record=OuterRef("published_record")
    ).order_by("-released_at")
    return rows(Article.objects.live()).annotate(
        released_at=Subquery(release.values("released_at")[:1]),
        major=Subquery(release.values("major")[:1]),
        minor=Subquery(release.values("minor")[:1]),
        live_digest=Subquery(release.values("record__content_digest")[:1]),
    )


def desk_counts(by: dt.date) -> dict[str, int]:
    """How many articles each tab of the publish desk holds."""
    live_now = Q(published_record__isnull=False)
    return Article.objects.annotate(waits=Exists(_waits())).aggregate(
        ready=Count("pk", filter=Q(stage=Stage.APPROVED, waits=False)),
        scheduled=Count("pk", filter=Q(waits=True)),
        live=Count("pk", filter=live_now),
        due=Count("pk", filter=live_now & Q(review_due__lte=by)),
        withdrawn=Count("pk", filter=Q(stage=Stage.WITHDRAWN)),
    )


def signers_of(articles: list[Article], *, live: bool) -> dict[Any, list[str]]:
    """By article, who stands behind the text that readers see (``live``), or that waits."""
    texts = {"record__in": [article.published_record_id for article in articles]}
    rounds = {"round__in": [article.round_id for article in articles]}
    given = Signature.objects.medical().standing().filter(**(texts if live else rounds))
    found: dict[Any, list[str]] = {}
    for key, name in given.order_by("signed_at", "pk").values_list("article", "printed_name"):
        found.setdefault(key, []).append(name)
    return found


def withdrawals_of(articles: list[Article]) -> dict[Any, presenting.Given]:
    """By article, the newest signature that withdrew it."""
    given = Signature.objects.filter(meaning=Meaning.WITHDRAWAL, article__in=articles)
    return {
        signature.article_id: presenting.read_signature(signature)
        for signature in given.select_related("withdrawal").order_by("signed_at", "pk")
    }
