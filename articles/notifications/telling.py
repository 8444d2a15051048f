"""A digest's subject, and what its template is told. Titles are single lines, notes are quoted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.content.words import word_count
from articles.days import editorial_date
from articles.models import HistoricalArticle, Review, Reviewer, Round
from articles.stages import Decision, Outcome

from . import declining
from .addresses import address
from .news import News

SHOWN = 20
"""Open reviews that one mail lists; the others are a link away."""


@dataclass(frozen=True, slots=True)
class Item:
    """One review or round in the mail.

    ``days``: to the due date, below zero when it is past. ``waited``: since the invitation.
    ``by``: who asked for changes.
    """

    about: Review | Round
    title: str
    link: str
    quote: str = ""
    words: int = 0
    decline: str = ""
    days: int = 0
    waited: int = 0
    by: tuple[Reviewer, ...] = ()

    @property
    def late(self) -> int:
        """How many days it is overdue."""
        return -self.days


def subject(found: News, on: dt.date) -> str:
    """What waits, by counts alone: ``2 reviews wait for you, 1 overdue``."""
    return capfirst("; ".join(filter(None, (_waiting(found, on), *_others(found)))))


def _waiting(found: News, on: dt.date) -> str:
    if not (count := len(found.waiting)):
        return ""
    late = sum(review.due_on < on for review in found.waiting)
    said = ngettext("%d review waits for you", "%d reviews wait for you", count) % count
    return said + (_(", %d overdue") % late if late else "")


def _others(found: News) -> Iterable[str]:
    if count := len(found.closed):
        yield ngettext("%d review was closed", "%d reviews were closed", count) % count
    if count := found.for_editors:
        yield ngettext("%d review needs an editor", "%d reviews need an editor", count) % count
    if count := sum(each.outcome == Outcome.CHANGES_REQUESTED for each in found.rounds):
        yield (
            ngettext("changes requested in %d article", "changes requested in %d articles", count)
            % count
        )
    if count := sum(each.outcome == Outcome.APPROVED for each in found.rounds):
        yield ngettext("%d article was approved", "%d articles were approved", count) % count


def told(found: News, on: dt.date) -> dict[str, Any]:
    shown = found.waiting[:SHOWN]
    keys = [review.round.record_id for review in shown]
    bodies = HistoricalArticle.objects.filter(pk__in=keys).values_list("pk", "body")
    words = {key: word_count(body) for key, body in bodies}
    return {
        "on": on,
        "count": len(found.waiting),
        "waiting": [_open(review, words[review.round.record_id], on) for review in shown],
        "more": len(found.waiting) - len(shown),
        "queue": address("review-list"),
        "closed": [_item(review, address("review", review.pk)) for review in found.closed],
        "for_editors": found.for_editors,
        "declined": [_for_editor(review, on, review.closed_because) for review in found.declined],
        "left": [_for_editor(review, on) for review in found.left],
        "unanswered": [_for_editor(review, on) for review in found.unanswered],
        "late": [_for_editor(review, on) for review in found.late],
        "rounds": [_ended(each) for each in found.rounds],
    }


def _open(review: Review, words: int, on: dt.date) -> Item:
    return Item(
        review,
        _one_line(review.round.record.title),
        address("review", review.pk),
        words=words,
        decline=address("decline-link", declining.token_for(review)),
        days=(review.due_on - on).days,
    )


def _item(review: Review, link: str) -> Item:
    """A closed one: with the writer's reason, where it closed because the round did."""
    ended = review.round.ended_at == review.closed_at
    quote = _quoted(review.round.end_note) if ended else ""
    return Item(review, _one_line(review.round.record.title), link, quote)


def _for_editor(review: Review, on: dt.date, quote: str = "") -> Item:
    return Item(
        review,
        _one_line(review.round.record.title),
        address("choose-reviewers", review.round.article.slug),
        _quoted(quote),
        days=(review.due_on - on).days,
        waited=(on - editorial_date(review.invited_at)).days,
    )


def _ended(round: Round) -> Item:
    decided: list[Review] = round.decided  # type: ignore[attr-defined]  # prefetched by ``news``
    asked = (each for each in decided if each.decision == Decision.CHANGES_REQUESTED)
    return Item(
        round,
        _one_line(round.record.title),
        address("article", round.article.slug),
        _quoted(round.end_note),
        by=tuple(review.reviewer for review in asked),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """Each line marked, so that nobody's note passes for words of this mail."""
    return "\n".join(f"    > {line}".rstrip() for line in text.splitlines())
