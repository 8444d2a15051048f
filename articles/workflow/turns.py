"""Who may do what in the thread of a comment. The verbs of ``threads`` and the pages ask here."""

from __future__ import annotations

from collections.abc import Iterator

from articles.models import Comment
from articles.stages import RemarkKind, Severity

from .speaking import COMMENTING


def permitted(
    comment: Comment, actor_id: int, held: frozenset[str], *, is_asked: bool
) -> frozenset[RemarkKind]:
    """The turns that a person may take at all, whatever the moment.

    ``held``: what their roles permit. ``is_asked``: whether they were asked to review the article,
    in any round, and did not decline.
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
    if writes and comment.wording is not None:
        yield RemarkKind.TAKE
