"""The digest: at most one mail a person and day, and only when there is something to say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from articles import outbox
from articles.days import editorial_date
from articles.models import Delivery, Review, Round
from articles.stages import DeliveryKind

from . import news
from .news import News


@dataclass(slots=True)
class Owed:
    """What a run did: accounts that get a mail today, had one already, or have no address."""

    new: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    no_address: list[str] = field(default_factory=list)


def owe(at: dt.datetime) -> Owed:
    """Owe each person the digest of the day, once, however often and wherever this runs."""
    done, day = Owed(), editorial_date(at).isoformat()
    told = Delivery.objects.filter(kind=DeliveryKind.REVIEW_DIGEST, about=day)
    had_one = set(told.values_list("user", flat=True))
    for user in people(at):
        if user.pk in had_one:
            done.before.append(user.username)
        elif news.of(user, news.span_of(user, at)):
            _owe_one(user, day, at, done)
    return done


def _owe_one(user: User, day: str, at: dt.datetime, done: Owed) -> None:
    if not user.email:
        done.no_address.append(user.username)
        return
    outbox.owe(DeliveryKind.REVIEW_DIGEST, user, day, at)
    done.new.append(user.username)


def people(at: dt.datetime) -> QuerySet[User]:
    """Everybody who may have something to read: active, and not away."""
    lately = at - news.OLD
    asked = Review.objects.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=lately))
    ended = Round.objects.filter(ended_at__gt=lately)
    may = (
        Q(pk__in=asked.values("reviewer__user"))
        | Q(pk__in=ended.values("article__owner"))
        | Q(pk__in=ended.values("submitted_by"))
        | Q(pk__in=news.editors())
    )
    active = User.objects.filter(may, is_active=True)
    return active.exclude(reviewer__away_until__gte=editorial_date(at)).order_by("pk")


def now(delivery: Delivery) -> News:
    """What is still so, of the span up to the moment at which the digest was owed."""
    return news.of(delivery.user, news.span_of(delivery.user, delivery.created_at))
