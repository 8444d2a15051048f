"""Where articles stand: the columns that no record holds, against the article's story."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping

from articles import canonical
from articles.models import Article, Round
from articles.workflow.cycle import review_dates

from .live import named
from .stories import Story

Stories = Mapping[uuid.UUID, Story]
"""The stories of some articles, by the key of each."""


def standing_faults(stories: Stories) -> Iterator[str]:
    """Live rows that stand elsewhere than the acts on record led, and rows that vanished."""
    live = Article.objects.filter(pk__in=list(stories)).select_related("owner", "round")
    rows = {article.pk: article for article in live}
    rounds = _dated(stories)
    for key, story in stories.items():
        article = rows.get(key)
        if article is None:
            if story.deleted is None:
                yield f"The row of article:{key} is gone, and nobody deleted it."
        elif not story.saved:
            yield f"{named(article)}: no ledger entry says that it was begun."
        else:
            for fault in _faults(article, story, rounds.get(key)):
                yield f"{named(article)}: {fault}."


def _dated(stories: Stories) -> dict[uuid.UUID, Round]:
    """For each article the round whose approval its review dates show."""
    rounds = Round.objects.filter(article__in=list(stories)).select_related("policy")
    return {
        round.article_id: round
        for round in rounds.iterator(500)
        if round.number == stories[round.article_id].dated
    }


def _faults(article: Article, story: Story, dated: Round | None) -> Iterator[str]:
    if canonical.content_digest(article.content) != article.content_digest:
        yield "its text does not have its digest"
    if story.deleted is not None:
        yield f"entry {story.deleted.seq} says that it was deleted"
    if article.stage != story.stands:
        yield "no act in the ledger led to its stage"
    elif story.since is not None and article.stage_since != story.since:
        yield "it came to its stage at another time than the ledger says"
    if (article.published_record_id or 0) != story.live:
        seen = article.published_record_id
        yield "nothing released the text that readers see" if seen else "readers see nothing of it"
    if _round_of(article) != (article.pk, story.round):
        yield "the ledger says that it is in another round"
    if article.owner.username != story.owner:
        yield "the ledger says that another person began it"
    if story.slug and article.slug != story.slug:
        yield f"the ledger gave it the address “{story.slug}”"
    shown = {name: getattr(article, name) for name in ("last_reviewed", "review_due")}
    if shown != review_dates(dated):
        yield "its sign-offs give other review dates"


def _round_of(article: Article) -> tuple[uuid.UUID, int]:
    if article.round is None:
        return article.pk, 0
    return article.round.article_id, article.round.number
