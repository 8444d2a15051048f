"""Comments as tests make them: short to write, each sent by a form of its own."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import User

from articles.models import Article, Comment, Remark
from articles.stages import RemarkKind, Severity
from articles.workflow import commenting, threads
from articles.workflow.anchoring import Chosen


def says(article: Article, actor: User, text: str = "Name the dose.", **more: Any) -> Comment:
    """A suggestion, unless it says otherwise; ``exact`` and what stands around it make a quote."""
    chosen = {
        name: more.pop(name) for name in ("exact", "prefix", "suffix", "near") if name in more
    }
    more = {"severity": Severity.SUGGESTION, "token": uuid.uuid4(), **more}
    return commenting.comment(article, actor=actor, text=text, quote=Chosen(**chosen), **more)


def must_fix(article: Article, actor: User, text: str = "Name the dose.", **more: Any) -> Comment:
    return says(article, actor, text, severity=Severity.MUST_FIX, **more)


def turn(kind: str, comment: Comment, actor: User, **more: Any) -> Remark:
    """Any turn of a thread, with the words it needs."""
    needs = {
        RemarkKind.REPLY: {"text": "It is in the table."},
        RemarkKind.SETTLE: {"reason": "The leaflet says so, too."},
        RemarkKind.TAKE: {"base": Article.objects.get(pk=comment.article_id).content_digest},
    }
    given = {"token": uuid.uuid4(), **needs.get(RemarkKind(kind), {}), **more}
    return getattr(threads, kind)(comment, actor=actor, **given)
