"""Who may write, and when a text can be written into."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles import roles
from articles.errors import Refusal
from articles.models import Article
from articles.stages import Stage
from articles.workflow.drafting import not_a_draft

from .site import person


def may_write(request: HttpRequest) -> bool:
    return "draft_article" in roles.permissions_of(person(request))


def obstacle(request: HttpRequest, article: Article) -> Refusal | None:
    """Why this person cannot write into this article now."""
    if not may_write(request):
        return Refusal("no_permission", _("Your role does not include writing."))
    return None if article.stage == Stage.DRAFT else not_a_draft(article)
