"""Later news about a physician's credential, by the real verbs, at moments that a test chooses."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from articles.credentials import checking
from articles.days import editorial_date
from articles.models import Article, Concern, Credential, CredentialStatus, LedgerEntry
from articles.stages import CheckMethod, CheckOutcome, Event, Standing, StandingReason
from tests.cast import Cast


class Clock:
    """Stands for ``timezone.now``; time goes on by itself, days only when the test says so."""

    def __init__(self) -> None:
        self.ahead = dt.timedelta()
        self._now = timezone.now

    def __call__(self) -> dt.datetime:
        return self._now() + self.ahead

    def later(self, days: int) -> None:
        """So many days on, at the same time of day here, whether clocks are changed or not."""
        now = timezone.localtime(self())
        then = now + dt.timedelta(days=days)
        self.ahead += then.astimezone(dt.UTC) - now.astimezone(dt.UTC)


def today() -> dt.date:
    return editorial_date(timezone.now())


def certificate_of(user) -> Credential:
    return user.reviewer.credentials.get()


def revoke(cast: Cast, credential: Credential, since: dt.date, **changes) -> CredentialStatus:
    facts = {"standing": Standing.NOT_IN_FORCE, "reason": StandingReason.REVOKED, **changes}
    return checking.record_status(
        credential, actor=cast.officer, effective_from=since, why="Letter of the board", **facts
    )


def reinstate(cast: Cast, credential: Credential, since: dt.date) -> CredentialStatus:
    return revoke(cast, credential, since, standing=Standing.IN_FORCE, reason="")


def fail(cast: Cast, credential: Credential, on: dt.date | None = None) -> None:
    """Both officers say that the source does not know it."""
    cast.verify(
        credential,
        outcome=CheckOutcome.FAILED,
        method=CheckMethod.PRIMARY_SOURCE_WEB,
        checked_on=on,
    )


def live(cast: Cast, *users, **changes) -> Article:
    """A live article, signed off by each of these and by the first physician without any."""
    article = cast.submit(cast.draft(**changes), *users)
    for user in users or (cast.physician,):
        article = cast.sign_off(article, user)
    return cast.publish(article)


def raised(article: Article | None = None) -> list[Concern]:
    found = Concern.objects.all() if article is None else Concern.objects.filter(article=article)
    return list(found.order_by("opened_at", "pk"))


def entries(event: Event, article: Article) -> list[LedgerEntry]:
    return list(LedgerEntry.objects.about(article.subject).filter(kind=event).order_by("seq"))
