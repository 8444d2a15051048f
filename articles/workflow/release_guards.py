"""The rules about the moment of a release. Read with ``guards``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.days import editorial_date, in_words
from articles.errors import Refusal
from articles.models import Article, Round, Signature

from .case import Case
from .planned import takes_effect


def sign_offs_are_fresh(case: Case) -> Iterator[Refusal]:
    """A sign-off goes stale after the days its policy names, or when the review falls due.

    A release for a later moment asks this of that moment.
    """
    if case.round is not None:
        on = editorial_date(takes_effect(case))
        yield from went_stale(case.article, case.round, case.counted, on=on, is_ahead=on > case.on)


def went_stale(
    article: Article,
    round: Round,
    counted: Sequence[Signature],
    *,
    on: dt.date,
    is_ahead: bool = False,
) -> Iterator[Refusal]:
    """Why these sign-offs do not let the round's text out on that editorial date.

    ``is_ahead``: the date is still to come.
    """
    if not counted:
        return
    newest = max(editorial_date(signature.signed_at) for signature in counted)
    days = round.policy.sign_off_days
    if on > newest + dt.timedelta(days=days):
        yield Refusal("sign_off_stale", _stale(days, is_ahead=is_ahead))
    if article.review_due and on > article.review_due:
        ahead = _("By then the text is due for review again.")
        now = _("The text is due for review again.")
        yield Refusal("review_overdue", ahead if is_ahead else now)


def _stale(days: int, *, is_ahead: bool) -> str:
    if is_ahead:
        one, many = (
            "By then the newest sign-off is older than %s day.",
            "By then the newest sign-off is older than %s days.",
        )
        return ngettext(one, many, days) % days
    return (
        ngettext(
            "The newest sign-off is older than %s day.",
            "The newest sign-off is older than %s days.",
            days,
        )
        % days
    )


def no_release_waits(case: Case) -> Iterator[Refusal]:
    """While a release waits for its moment, no other is signed; it is cancelled first."""
    # Annotated by ``of_rounds``.
    due = next((review.waiting for review in case.reviews), None)  # type: ignore[attr-defined]
    if due is not None:
        text = _("Its release is scheduled already, for %s. Cancel that first.")
        said = in_words(due, settings.EDITORIAL_TIME_ZONE)
        yield Refusal("scheduled_already", text % said)
