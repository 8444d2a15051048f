"""What every comment and every turn in its thread needs: the row held, said once, in good form."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import signing
from articles.canonical import clean_text
from articles.credentials.adding import add
from articles.errors import InputRefused
from articles.models import Article, Comment, Remark, Reviewer
from articles.stages import Event, RemarkKind

M = TypeVar("M", Comment, Remark)

COMMENTING = frozenset({"review_article", "assign_review"})
"""What lets somebody comment; others answer."""

MOST = 10_000
"""Characters of a comment, of a proposed wording, and of a turn in a thread."""

_EVENTS = {
    RemarkKind.REPLY: Event.COMMENT_REPLY,
    RemarkKind.RESOLVE: Event.COMMENT_RESOLVE,
    RemarkKind.REOPEN: Event.COMMENT_REOPEN,
    RemarkKind.TAKE: Event.COMMENT_TAKE,
    RemarkKind.SETTLE: Event.COMMENT_SETTLE,
}


def hold(article: uuid.UUID) -> Article:
    """The article as it stands now, with its row held: a sign-off comes before this or after.

    On SQLite the transaction holds the whole database already.
    """
    return Article.objects.select_for_update(no_key=True).get(pk=article)


def said_before(rows: QuerySet[M], token: uuid.UUID, **same: Any) -> M | None:
    """What this form made when it was first sent; None when this is the first time.

    Asked with the article held: of two that arrive at once, the second finds what the first made.
    Raises ``InputRefused`` when the token came with another form.
    """
    made = rows.filter(token=token).first()
    if made is not None and any(getattr(made, name) != value for name, value in same.items()):
        raise InputRefused("token", _("this form was used already; open the page again."), "used")
    return made


def add_turn(
    comment: Comment, kind: RemarkKind, *, actor: User, token: uuid.UUID, **columns: Any
) -> Remark:
    """Add a turn to a thread, with its entry. The caller has judged, and holds the article."""
    row = Remark(
        comment=comment,
        author=actor,
        printed_name=name_of(actor),
        made_at=timezone.now(),
        kind=kind,
        token=token,
        **columns,
    )
    return add(row, _EVENTS[kind], actor, comment.article.subject, comment=comment.pk)


def name_of(actor: User) -> str:
    """The name as it prints now; it is kept with the words."""
    return signing.printed_name(actor, Reviewer.objects.filter(user=actor).first())


def bounded(text: str, field: str) -> str:
    """Text in its stored form. Raises ``InputRefused`` for too much of it."""
    if len(text) > MOST:
        raise InputRefused(field, _("at most %s characters can be kept.") % MOST, "too_long")
    return clean_text(text, field)
