"""Writing a draft: the form, what stands in its way, and two people with one base."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles import presenting, roles, workflow
from articles.content import citations
from articles.content.references import validate
from articles.errors import DraftConflict, InputRefused, Refusal, TransitionRefused
from articles.models import Article
from articles.stages import Stage
from articles.workflow.drafting import not_a_draft

from .addresses import may_rename
from .conflicts import carried, differences
from .content_form import SECTIONS, ContentForm
from .deleting import may_delete
from .site import Shown, person


def add(site: Shown, request: HttpRequest) -> HttpResponse:
    """A new article, which belongs to who writes it."""
    if not may_write(request):
        raise PermissionDenied
    if request.method == "POST":
        return _save(site, request, None, ContentForm(request.POST))
    first = {"reason": _("First draft"), "authors": person(request).get_full_name()}
    return _page(site, request, None, ContentForm(initial=first))


def change(site: Shown, request: HttpRequest, article: Article) -> HttpResponse:
    """The form of a draft; of anything else the text, with the reason why it stands still."""
    if request.method == "POST":
        if not may_write(request):
            raise PermissionDenied
        form = ContentForm(request.POST, article=article)
        if "_merge" in request.POST:
            return _page(site, request, article, form)
        return _save(site, request, article, form)
    if not site.has_view_permission(request, article):
        raise PermissionDenied
    return _page(site, request, article, ContentForm(article=article))


def may_write(request: HttpRequest) -> bool:
    return "draft_article" in roles.permissions_of(person(request))


def obstacle(request: HttpRequest, article: Article) -> Refusal | None:
    """Why this person cannot write into this article now."""
    if not may_write(request):
        return Refusal("no_permission", _("Your role does not include writing."))
    return None if article.stage == Stage.DRAFT else not_a_draft(article)


def _save(
    site: Shown, request: HttpRequest, article: Article | None, form: ContentForm
) -> HttpResponse:
    if not form.is_valid():
        return _page(site, request, article, form, status=422)
    said = {"reason": form.cleaned_data["reason"], "base": form.cleaned_data["base"]}
    try:
        saved = workflow.save_draft(article, form.content, actor=person(request), **said)
    except InputRefused as refused:
        form.refuse(refused)
    except ValidationError as wrong:
        form.add_error(None, wrong)
    except (DraftConflict, TransitionRefused) as stopped:
        assert article is not None
        return _conflict(site, request, article, form, stopped)
    else:
        return _saved(request, article, saved)
    return _page(site, request, article, form, status=422)


def _saved(request: HttpRequest, before: Article | None, saved: Article) -> HttpResponse:
    if before is not None and before.content_digest == saved.content_digest:
        messages.info(request, _("Nothing changed, so no version was saved."))
    else:
        told = {"version": saved.version, "title": saved.title}
        messages.success(request, _("Version %(version)s of “%(title)s” was saved.") % told)
    if "_continue" in request.POST:
        return redirect("admin:articles_article_change", saved.pk)
    return redirect("admin:articles_article_changelist")


def _conflict(
    site: Shown,
    request: HttpRequest,
    article: Article,
    form: ContentForm,
    stopped: DraftConflict | TransitionRefused,
) -> HttpResponse:
    """Both texts, side by side and line by line. What was typed is on the page, whole."""
    now = Article.objects.get(pk=article.pk)
    newest = now.history.select_related("history_user").latest("history_id")
    context = site.frame(request, _("Your text was not saved"), now) | {
        "stopped": stopped,
        "may_save": isinstance(stopped, DraftConflict) and now.stage == Stage.DRAFT,
        "newest": newest,
        "differences": differences(form, now),
        "form": form,
        "carried": carried(form, now),
    }
    return TemplateResponse(request, "admin/articles/article/conflict.html", context, status=409)


def _page(
    site: Shown,
    request: HttpRequest,
    article: Article | None,
    form: ContentForm,
    status: int = 200,
) -> HttpResponse:
    title = article.title if article else _("New article")
    context = site.frame(request, title, article) | {"form": form, "errors": form.errors}
    if article is not None:
        context |= _standing(site, request, article)
    if not context.get("obstacle"):
        text = _typed(form)
        context |= {"adminform": _sections(form), "reading": presenting.reading(text)}
        context |= {"checks": _checks(text)}
    return TemplateResponse(
        request, "admin/articles/article/change_form.html", context, status=status
    )


def _standing(site: Shown, request: HttpRequest, article: Article) -> dict[str, Any]:
    """Where the article stands, and what this person may do about it: as on its page."""
    found: dict[str, Any] = {
        "steps": presenting.stepper(article),
        "options": presenting.option_items(article, person(request)),
        "state": presenting.review_state(article, article),
        "obstacle": obstacle(request, article),
        "signatures": presenting.signatures(article, article.content_digest),
        "may_rename": may_rename(request, article),
        "may_delete": may_delete(article, person(request)),
    }
    if found["obstacle"]:
        found["reading"] = presenting.reading(article)
    if site.may_read_history(request, article):  # type: ignore[attr-defined]
        found["history_link"] = site.history_address(article)  # type: ignore[attr-defined]
    return found


def _sections(form: ContentForm) -> AdminForm:
    """Django's markup of fieldsets, which any form may have."""
    whatever: Any = form
    return AdminForm(whatever, list(SECTIONS), {})


def _typed(form: ContentForm) -> Any:
    """The text in the form, saved or not, for the preview and the checks beside it."""
    value = form["references"].initial or []
    if form.is_bound:
        form.is_valid()
        value = form.cleaned_data.get("references", value)
    try:
        references = validate(value)
    except InputRefused:
        references = []
    texts = {name: form[name].value() or "" for name in ("title", "summary", "body")}
    return SimpleNamespace(**texts, references=references)


def _checks(text: Any) -> list[str]:
    """What a writer would want to put right before a submission."""
    lost = citations.dangling(text.body, text.references)
    idle = citations.uncited(text.body, text.references)
    found = [_("[@%s] points to no reference") % key for key in lost]
    return found + [_("Reference “%s” is never cited") % key for key in idle]
