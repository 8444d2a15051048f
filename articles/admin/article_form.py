"""The page on which an article is written: the form, where the article stands, what it lacks."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.helpers import AdminForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles import presenting
from articles.models import Article

from . import unsaved
from .addresses import may_rename
from .content_form import SECTIONS, ContentForm
from .deleting import may_delete
from .history import WithRecords
from .offering import offered
from .pictures import PictureForm
from .previewing import previewed
from .site import person
from .writers import obstacle


def show(
    site: WithRecords,
    request: HttpRequest,
    article: Article | None,
    form: ContentForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The form, saved or not, with its preview and checks; ``more`` goes to the template."""
    title = article.title if article else _("New article")
    context = site.frame(request, title, article) | {"form": form}
    context["errors"] = form.errors if status != 200 else ()
    if article is not None:
        context |= _standing(site, request, article)
    if not context.get("obstacle"):
        context |= _writing(request, article, form)
    template = "admin/articles/article/change_form.html"
    return TemplateResponse(request, template, context | more, status=status)


def _writing(request: HttpRequest, article: Article | None, form: ContentForm) -> dict[str, Any]:
    """What there is where the text can be changed."""
    return {
        "adminform": _sections(form),
        "picture": PictureForm(),
        "unsaved": unsaved.facts(request, article),
        "imported": article and presenting.imported(article),
        **previewed(form),
    }


def _standing(site: WithRecords, request: HttpRequest, article: Article) -> dict[str, Any]:
    """Where the article stands, and what this person may do about it: as on its page."""
    found: dict[str, Any] = {
        "steps": presenting.stepper(article),
        "state": presenting.review_state(article, article),
        "obstacle": obstacle(request, article),
        "signatures": presenting.signatures(article, article.content_digest),
        "may_rename": may_rename(request, article),
        "may_delete": may_delete(article, person(request)),
    }
    found["options"] = offered(article, person(request), beside_checks=not found["obstacle"])
    if found["obstacle"]:
        found["reading"] = presenting.reading(article)
    if site.may_read_history(request, article):
        found["history_link"] = site.history_address(article)
    return found


def _sections(form: ContentForm) -> list[Any]:
    """Django's markup of fieldsets, which any form may have."""
    whatever: Any = form
    return list(AdminForm(whatever, list(SECTIONS), {}))
