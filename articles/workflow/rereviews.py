"""Open new reviews of live articles, many at once; each is judged alone and refused alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

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

    ``revise`` and ``submit`` in one transaction for each article. Raises ``PermissionDenied``.
    """
    done = []
    for article in articles:
        try:
            done.append(Opened(_open(article, actor, reviewers, due_on, note)))
        except TransitionRefused as refused:
            done.append(Opened(article, refused.refusals))
        except InputRefused as refused:
            done.append(Opened(article, (Refusal(refused.code, str(refused)),)))
    return done


@transaction.atomic
def _open(
    article: Article, actor: User, reviewers: Sequence[Reviewer], due_on: dt.date, note: str
) -> Article:
    if article.stage == Stage.DRAFT and article.is_live:
        live = article.published_record
        if live is not None and live.content_digest != article.content_digest:
            being = Refusal("being_revised", _("A new version is being written already."))
            raise TransitionRefused("submit", [being])
    else:
        article = perform("revise", article, actor=actor, note=note)
    return perform("submit", article, actor=actor, reviewers=reviewers, due_on=due_on, note=note)
