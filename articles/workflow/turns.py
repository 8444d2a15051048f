"""Who may do what in the thread of a comment. The verbs of ``threads`` and the pages ask here."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.contrib.auth.models import User

from articles.models import Comment, Review
from articles.stages import RemarkKind, Response, Severity

from .speaking import COMMENTING


def permitted(
    comment: Comment, actor_id: int, held: frozenset[str], *, is_asked: bool
) -> frozenset[RemarkKind]:
    """The turns that a person may take at all, whatever the moment.

    ``held``: what their roles permit. ``is_asked``: as the function of this name says.
    """
    return frozenset(_permitted(comment, actor_id, held, is_asked=is_asked))


def _permitted(
    comment: Comment, actor_id: int, held: frozenset[str], *, is_asked: bool
) -> Iterator[RemarkKind]:
    is_own = comment.author_id == actor_id and not held.isdisjoint(COMMENTING)
    writes, edits = "draft_article" in held, "assign_review" in held
    if writes or is_own or ("review_article" in held and is_asked):
        yield RemarkKind.REPLY
    if is_own or (writes and comment.severity == Severity.SUGGESTION):
        yield RemarkKind.RESOLVE
    if is_own or edits:
        yield RemarkKind.REOPEN
    if edits:
        yield RemarkKind.SETTLE
    if writes:
        yield RemarkKind.TAKE


def is_asked(article: uuid.UUID, actor: User, held: frozenset[str]) -> bool:
    """Whether a reviewer was asked about this article, in any round, and did not decline."""
    asked = Review.objects.filter(round__article=article, reviewer__user=actor)
    return "review_article" in held and asked.exclude(response=Response.DECLINED).exists()
