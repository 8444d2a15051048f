"""Open new reviews of live articles, many at once; each is judged alone and refused alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import roles
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Article, Reviewer
from articles.stages import Stage

from .engine import perform


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of one article: with no refusals its new review is open."""

    article: Article
    refusals: tuple[Refusal, ...] = ()


def open_many(
    articles: Iterable[Article],
    *,
    actor: User,
    reviewers: Sequence[Reviewer],
    due_on: dt.date,
    note: str,
) -> list[Opened]:
    """Ask for a new medical review of the text that readers see; it stays live meanwhile.

    For managing editors. ``revise`` and ``submit`` in one transaction for each article. Raises
    ``PermissionDenied``.
    """
    if "assign_review" not in roles.permissions_of(actor):
        raise PermissionDenied("articles.assign_review")
    done = []
    for article in articles:
        try:
            done.append(Opened(_open(article, actor, reviewers, due_on, note)))
        except TransitionRefused as refused:
            done.append(Opened(article, refused.refusals))
        except InputRefused as refused:
            said = Refusal(refused.code, capfirst(refused.message))
            done.append(Opened(article, (said,)))
    return done


@transaction.atomic
def _open(
    article: Article, actor: User, reviewers: Sequence[Reviewer], due_on: dt.date, note: str
) -> Article:
    if found := list(_in_the_way(article)):
        raise TransitionRefused("submit", found)
    if article.stage == Stage.PUBLISHED:
        article = perform("revise", article, actor=actor, note=note)
    return perform("submit", article, actor=actor, reviewers=reviewers, due_on=due_on, note=note)


def _in_the_way(article: Article) -> Iterator[Refusal]:
    """Only what readers see is reviewed again; work on a new version is left alone."""
    live = article.published_record
    if live is None:
        yield Refusal("not_live", _("Readers do not see this article."))
    elif article.stage == Stage.MEDICAL_REVIEW:
        yield Refusal("in_review", _("A review is open already."))
    elif article.stage == Stage.APPROVED:
        yield Refusal("approved", _("A text that was signed waits for its release."))
    elif live.content_digest != article.content_digest:
        yield Refusal("being_revised", _("A new version is being written already."))
