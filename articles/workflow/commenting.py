"""Comment on a text under review. The thread that follows is in ``threads``. No stage is moved."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles
from articles.credentials.adding import add
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Article, Comment, Review
from articles.stages import Event, Outcome, Response, Severity

from . import guards, reviews
from .anchoring import Chosen, anchored, quoted
from .case import Case
from .speaking import COMMENTING, bounded, hold, name_of, said_before


@transaction.atomic
def comment(
    article: Article,
    *,
    actor: User,
    text: str,
    severity: str,
    token: uuid.UUID,
    quote: Chosen | None = None,
    wording: str | None = None,
    seen: str = "",
) -> Comment:
    """Say something about words under review; without a quote, about the whole text.

    For reviewers who are asked in this round, and for managing editors. A reviewer's first comment
    accepts the invitation. ``wording``: what should stand instead of the quote; empty takes it out.
    ``seen``: the digest of the text on screen, where it must be the one in review. The same
    ``token`` with the same in every field returns what it made before, and writes nothing.

    Raises ``PermissionDenied``, ``TransitionRefused`` and ``InputRefused``.
    """
    held = roles.permissions_of(actor)
    if held.isdisjoint(COMMENTING):
        raise PermissionDenied("articles.review_article")
    article = hold(article.pk)
    said = bounded(text, "text").strip()
    same = {"article_id": article.pk, "author_id": actor.pk, "text": said, "severity": severity}
    same |= {"exact": quoted(quote), "wording": _stored(wording)}
    if made := said_before(Comment.objects.all(), token, **same):
        return made
    case = Case(article=article, actor=actor, at=timezone.now(), permissions=held)
    if found := list(_in_the_way(case, seen)):
        raise TransitionRefused("comment", found)
    row = _written(case, said, severity, quote or Chosen(), wording)
    row.review, row.printed_name, row.token = _own_review(case), name_of(actor), token
    return add(row, Event.COMMENT_ADD, actor, article.subject, severity=row.severity)


def _in_the_way(case: Case, seen: str) -> Iterator[Refusal]:
    """Why this person does not comment now."""
    if case.round is None or case.round.outcome != Outcome.OPEN:
        yield Refusal("no_round", _("No review is open."))
        return
    if "assign_review" not in case.permissions:
        yield from guards.review_is_assigned(case)
    if seen and seen != case.round.record.content_digest:
        yield Refusal("text_changed", _("The text is not the one you had on screen."))


def _written(case: Case, text: str, severity: str, quote: Chosen, wording: str | None) -> Comment:
    """The comment as typed, on the record under review, in its stored form."""
    assert case.round is not None
    if severity not in Severity.values:
        message = _("say whether it must be fixed or is a suggestion.")
        raise InputRefused("severity", message, "missing")
    row = Comment(
        article=case.article,
        record=case.round.record,
        author=case.actor,
        made_at=case.at,
        severity=severity,
        text=text,
        **anchored(case.round.record.body, quote),
    )
    row.wording = _proposed(wording, row.exact)
    if not row.text and row.wording is None:
        raise InputRefused("text", _("say what should change."), "missing")
    return row


def _proposed(wording: str | None, exact: str) -> str | None:
    """What should stand instead of a quote, on one line, where something should."""
    if wording is None:
        return None
    if not exact:
        raise InputRefused("wording", _("choose the words that it should replace."), "no_words")
    stored = _stored(wording)
    if stored == exact:
        raise InputRefused("wording", _("these words stand there already."), "unchanged")
    return stored


def _stored(wording: str | None) -> str | None:
    return None if wording is None else " ".join(bounded(wording, "wording").split())


def _own_review(case: Case) -> Review | None:
    """The review that the actor writes this for, accepted by now; an editor has none."""
    review = case.my_review
    if review is None or not case.may_decide or "review_article" not in case.permissions:
        return None
    if review.response == Response.INVITED:
        reviews.accept(review, actor=case.actor)
    return review
