"""Saving content is a verb: the only way the signed columns are ever written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ledger
from articles.canonical import CONTENT_FIELDS
from articles.credentials.holding import explained
from articles.errors import DraftConflict, InputRefused, Refusal, TransitionRefused
from articles.models import Article, annotate
from articles.stages import Event, Stage

from .addresses import free_address, free_slug, may_draft
from .claiming import claim_article
from .filling import fill

_WRITTEN = (*CONTENT_FIELDS, "content_digest", "version")


def new_article(
    content: Mapping[str, Any],
    *,
    actor: User,
    reason: str,
    slug: str = "",
    stem: str = "",
    event: Event = Event.ARTICLE_SAVE,
    payload: Mapping[str, Any] | None = None,
) -> Article:
    """Write version 1 of a new article that ``actor`` owns.

    ``slug`` is the address wanted, refused where it is taken; else one is made from ``stem`` or
    the title, with a number behind it where taken. Raises ``PermissionDenied``, ``InputRefused``.
    """
    may_draft(actor)
    article = Article(owner=actor, created_at=timezone.now(), stage_since=timezone.now())
    fill(article, content)
    article.slug = free_address(slug) if slug else free_slug(stem or article.title)
    said = {**(payload or {}), "slug": article.slug}
    _write(article, actor, reason, event, said, created=True)
    return article


def save_draft(
    article: Article | None,
    changes: Mapping[str, Any],
    *,
    actor: User,
    reason: str,
    base: str = "",
) -> Article:
    """Save changed content of a draft; with no article, begin one.

    ``base`` is the digest the editor started from. Equal content writes nothing. Raises
    ``PermissionDenied``, ``InputRefused``, ``TransitionRefused`` outside the stage draft, and
    ``DraftConflict`` when somebody saved the same base first: nothing is written then.
    """
    if article is None:
        return new_article(changes, actor=actor, reason=reason)
    may_draft(actor)
    wanted = Article.objects.get(pk=article.pk)
    current = wanted.content_digest
    if wanted.stage != Stage.DRAFT:
        raise TransitionRefused("save_draft", [not_a_draft(wanted)])
    fill(wanted, changes)
    if wanted.content_digest == current:
        return wanted
    if base != current:
        raise DraftConflict(_("This article was saved anew after you opened it."))
    with transaction.atomic():
        before = Article(pk=wanted.pk, stage=Stage.DRAFT, content_digest=base, round=None)
        held = claim_article(before, actor, "draft_article")
        if held is None:
            raise DraftConflict(_("This article was saved anew after you opened it."))
        if not held.permitted:
            raise PermissionDenied("articles.draft_article")
        fill(held.article, changes)
        write_version(held.article, actor=actor, reason=reason)
    return held.article


def write_version(
    article: Article, *, actor: User, reason: str, event: Event = Event.ARTICLE_SAVE
) -> None:
    """Write a claimed article's filled-in content as its next version, with record and entry."""
    article.version += 1
    _write(article, actor, reason, event, {}, created=False)


def delete_draft(article: Article, *, actor: User, reason: str) -> None:
    """Delete an article that was never submitted. Its records and ledger entries stay."""
    held_roles = may_draft(actor)
    if article.owner_id != actor.pk and "assign_review" not in held_roles:
        raise PermissionDenied("articles.delete_draft")
    why = explained(reason, asks=_("say why the draft is deleted."))
    with transaction.atomic():
        held = claim_article(article, actor, "draft_article")
        if held is None or article.stage != Stage.DRAFT or held.rounds_so_far:
            refusal = Refusal("submitted", _("It was submitted before; it can only be withdrawn."))
            raise TransitionRefused("delete_draft", [refusal])
        subject = held.article.subject
        annotate(held.article, user=actor, reason=why)
        held.article.delete()
        ledger.append(
            Event.ARTICLE_DELETE,
            actor=actor.username,
            subject=subject,
            at=timezone.now(),
            payload={"reason": why, "content": article.content_digest},
        )


def not_a_draft(article: Article) -> Refusal:
    stage = article.get_stage_display().lower()
    return Refusal(
        "not_a_draft", _("The text can change only in a draft; this article is in %s.") % stage
    )


def _write(
    article: Article,
    actor: User,
    reason: str,
    event: Event,
    payload: dict[str, Any],
    *,
    created: bool,
) -> None:
    why = explained(reason, asks=_("say what you changed."))
    annotate(article, user=actor, reason=why)
    try:
        with transaction.atomic(savepoint=False):
            if created:
                article.save(force_insert=True)
            else:
                article.save(update_fields=_WRITTEN)
            ledger.append(
                event,
                actor=actor.username,
                subject=article.subject,
                at=timezone.now(),
                payload={
                    "content": article.content_digest,
                    "version": article.version,
                    "reason": why,
                    **payload,
                },
            )
    except IntegrityError as error:
        if "slug" in str(error):
            raise InputRefused("slug", _("the address “%s” is taken.") % article.slug) from error
        raise
