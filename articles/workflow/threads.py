"""What becomes of a comment: reply, resolve, reopen, settle, take. None of them moves a stage.

Each takes the ``token`` that its page made: the same form with the same words, sent again, returns
what it made before, and writes nothing. All raise ``PermissionDenied``, ``TransitionRefused`` and
``InputRefused``.
"""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles import roles
from articles.errors import InputRefused, TransitionRefused
from articles.models import Article, Comment, HistoricalArticle, Remark
from articles.stages import RemarkKind

from . import turns
from .anchoring import replaced
from .drafting import save_draft
from .speaking import add_turn, bounded, hold, said_before


def reply(comment: Comment, *, actor: User, text: str, token: uuid.UUID) -> Remark:
    """Answer, at any time: author, reviewers of the article, writers and managing editors do."""
    _permit(comment, RemarkKind.REPLY, actor)
    said = _said(text, "text", _("write an answer."))
    return _turn(comment, RemarkKind.REPLY, actor, token, text=said)


def resolve(comment: Comment, *, actor: User, token: uuid.UUID, text: str = "") -> Remark:
    """Close a comment: its author does; a writer may, where it is a suggestion."""
    _permit(comment, RemarkKind.RESOLVE, actor)
    said = bounded(text, "text").strip()
    return _turn(comment, RemarkKind.RESOLVE, actor, token, text=said)


def reopen(comment: Comment, *, actor: User, token: uuid.UUID, text: str = "") -> Remark:
    """Open a closed comment again: its author or a managing editor, before the text is signed."""
    _permit(comment, RemarkKind.REOPEN, actor)
    said = bounded(text, "text").strip()
    return _turn(comment, RemarkKind.REOPEN, actor, token, text=said)


def settle(comment: Comment, *, actor: User, reason: str, token: uuid.UUID) -> Remark:
    """A managing editor closes somebody else's must-fix; whoever signs next reads why."""
    _permit(comment, RemarkKind.SETTLE, actor)
    why = _said(reason, "reason", _("say why it is settled; whoever signs next reads it."))
    return _turn(comment, RemarkKind.SETTLE, actor, token, text=why)


@transaction.atomic
def take(comment: Comment, *, actor: User, base: str, token: uuid.UUID) -> Remark:
    """A writer puts the proposed wording into the draft, as a version of their own.

    Its proposer wrote no record, and may sign. ``base``: the digest of the text on screen. Raises
    ``DraftConflict`` when somebody saved meanwhile.
    """
    _permit(comment, RemarkKind.TAKE, actor)
    article = hold(comment.article_id)
    if made := _made(comment, RemarkKind.TAKE, actor, token, ""):
        return made
    _judge(comment, RemarkKind.TAKE, actor, article)
    body = replaced(article.body, comment)
    reason = _("Took the wording proposed by %s.") % comment.printed_name
    save_draft(article, {"body": body}, actor=actor, reason=reason, base=base)
    record = HistoricalArticle.objects.filter(id=article.pk).latest("history_id")
    return add_turn(comment, RemarkKind.TAKE, actor=actor, token=token, record=record)


def settled(article: Article) -> QuerySet[Remark]:
    """With which reasons an editor closed must-fix comments of others, where that still stands."""
    settling = Remark.objects.standing().filter(kind=RemarkKind.SETTLE, comment__article=article)
    return settling.select_related("comment")


@transaction.atomic
def _turn(
    comment: Comment, kind: RemarkKind, actor: User, token: uuid.UUID, *, text: str
) -> Remark:
    """Add a turn, once, if nothing is in its way: that is asked when the article is held."""
    article = hold(comment.article_id)
    if made := _made(comment, kind, actor, token, text):
        return made
    _judge(comment, kind, actor, article)
    return add_turn(comment, kind, actor=actor, token=token, text=text)


def _judge(comment: Comment, kind: RemarkKind, actor: User, article: Article) -> None:
    """Raise ``TransitionRefused`` with everything that stands in the way of a turn now."""
    is_open = Comment.objects.open().filter(pk=comment.pk).exists()
    found = list(turns.objections(comment, kind, actor.pk, article=article, is_open=is_open))
    if found:
        raise TransitionRefused(kind.value, found)


def _made(
    comment: Comment, kind: RemarkKind, actor: User, token: uuid.UUID, text: str
) -> Remark | None:
    same = {"comment_id": comment.pk, "kind": kind, "author_id": actor.pk, "text": text}
    return said_before(Remark.objects.all(), token, **same)


def _permit(comment: Comment, kind: RemarkKind, actor: User) -> None:
    """Raise ``PermissionDenied`` where no moment would let this person take this turn."""
    held = roles.permissions_of(actor)
    is_asked = turns.is_asked(comment.article_id, actor, held)
    if kind not in turns.permitted(comment, actor.pk, held, is_asked=is_asked):
        raise PermissionDenied("articles.review_article")


def _said(text: str, field: str, missing: str) -> str:
    said = bounded(text, field).strip()
    if not said:
        raise InputRefused(field, missing, "missing")
    return said
