"""Who may do what in the thread of a comment. The verbs of ``threads`` and the pages ask here."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.errors import Refusal
from articles.models import Article, Comment, Review
from articles.stages import CLOSING, RemarkKind, Response, Severity, Stage

from .drafting import not_a_draft
from .speaking import COMMENTING

WORKED_ON = (Stage.DRAFT, Stage.MEDICAL_REVIEW)
"""Where a sign-off is still to come, which an open comment can hold up."""


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


def objections(
    comment: Comment, kind: RemarkKind, actor_id: int, *, article: Article, is_open: bool
) -> Iterator[Refusal]:
    """Everything that stands in the way of a turn now, whoever may take it at all.

    An answer is given at any time.
    """
    match kind:
        case RemarkKind.REOPEN if article.stage not in WORKED_ON:
            text = _("Nobody is about to sign this text; start a new version first.")
            yield Refusal("signed", text)
        case RemarkKind.SETTLE if comment.author_id == actor_id:
            yield Refusal("own_comment", _("Your own comment is resolved, not settled."))
        case RemarkKind.TAKE if comment.wording is None:
            yield Refusal("no_wording", _("This comment proposes no wording."))
    if kind == RemarkKind.SETTLE and comment.severity != Severity.MUST_FIX:
        yield Refusal("not_must_fix", _("A suggestion holds nothing up; it is resolved."))
    if kind == RemarkKind.TAKE and article.stage != Stage.DRAFT:
        yield not_a_draft(article)
    if kind in CLOSING and not is_open:
        yield Refusal("closed", _("This comment is closed."))
    if kind == RemarkKind.REOPEN and is_open:
        yield Refusal("open", _("This comment is open."))


def is_asked(article: uuid.UUID, actor: User, held: frozenset[str]) -> bool:
    """Whether a reviewer was asked about this article, in any round, and did not decline."""
    asked = Review.objects.filter(round__article=article, reviewer__user=actor)
    return "review_article" in held and asked.exclude(response=Response.DECLINED).exists()
