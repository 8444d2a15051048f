"""The address (slug) of an article: made, checked, and changed until readers know it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import ledger, roles
from articles.content import slugs
from articles.errors import DraftConflict, InputRefused, Refusal, TransitionRefused
from articles.models import Article
from articles.stages import Event

from .claiming import claim_article


def may_draft(actor: User) -> frozenset[str]:
    """Codenames the actor holds. Raises ``PermissionDenied`` without ``draft_article``."""
    held = roles.permissions_of(actor)
    if "draft_article" not in held:
        raise PermissionDenied("articles.draft_article")
    return held


def rename(article: Article, slug: str, *, actor: User) -> Article:
    """Give an article another address; possible until its first release, then it is frozen."""
    may_draft(actor)
    if slug == article.slug:
        return article
    with transaction.atomic():
        held = claim_article(article, actor, "draft_article")
        if held is None:
            raise DraftConflict(_("This article was saved anew after you opened it."))
        if held.editions:
            refusal = Refusal("released", _("Readers know this address; it cannot change now."))
            raise TransitionRefused("rename", [refusal])
        Article.objects.filter(pk=article.pk).update(slug=free_address(slug))
        ledger.append(
            Event.ARTICLE_RENAME,
            actor=actor.username,
            subject=article.subject,
            at=timezone.now(),
            payload={"from": article.slug, "to": slug},
        )
    article.slug = slug
    return article


def free_address(slug: str) -> str:
    """The address itself, if it may be used. Raises ``InputRefused``."""
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise InputRefused("slug", " ".join(error.messages)) from error
    if not slugs.is_file_name(slug):
        unusable = _("no file can be called “%s” everywhere; choose another address.") % slug
        raise InputRefused("slug", unusable, "reserved")
    if slug != slug.lower():
        raise InputRefused("slug", _("write the address in small letters."), "case")
    if Article.objects.filter(slug=slug).exists():
        raise InputRefused("slug", _("the address “%s” is taken.") % slug, "taken")
    return slug


def free_slug(title: str) -> str:
    """An address made from a title; a number behind it where it is taken.

    Looks along doubling numbers, then between the last taken and the first free: the ten
    thousandth article of one name takes a dozen questions more than the first, not ten thousand.
    """
    stem = slugify(title)[:70].strip("-") or "article"
    free = 1
    while _is_taken(stem, free):
        free *= 2
    taken = free // 2
    while free - taken > 1:
        middle = (taken + free) // 2
        taken, free = (middle, free) if _is_taken(stem, middle) else (taken, middle)
    return _numbered(stem, free)


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _is_taken(stem: str, number: int) -> bool:
    slug = _numbered(stem, number)
    return not slugs.is_file_name(slug) or Article.objects.filter(slug=slug).exists()
