"""Writing a draft: what was typed is saved, looked at, or met by what somebody else saved."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles import workflow
from articles.errors import DraftConflict, InputRefused, TransitionRefused
from articles.models import Article
from articles.stages import Stage
from articles.workflow.drafting import not_a_draft

from . import unsaved
from .article_form import show
from .conflicts import Conflict
from .content_form import ContentForm
from .history import WithRecords
from .kept import kept
from .pictures import PictureForm, with_picture
from .reference_adding import BUTTON as ADD_REFERENCES
from .reference_adding import with_references
from .site import person
from .writers import may_write

LOOKS = frozenset({"_merge", "_preview", "_add_picture", ADD_REFERENCES})
"""Buttons that show the form again as it was typed, and save nothing."""


def add(site: WithRecords, request: HttpRequest) -> HttpResponse:
    """A new article, which belongs to who writes it."""
    if request.method == "POST":
        return _posted(site, request, None)
    if not may_write(request):
        raise PermissionDenied
    first = {"reason": _("First draft"), "authors": [person(request).get_full_name()]}
    return show(site, request, None, ContentForm(initial=first))


def change(site: WithRecords, request: HttpRequest, article: Article) -> HttpResponse:
    """The form of a draft; of anything else the text, with the reason why it stands still."""
    if request.method == "POST":
        return _posted(site, request, article)
    if not site.has_view_permission(request, article):
        raise PermissionDenied
    return show(site, request, article, ContentForm(article=article))


def _posted(site: WithRecords, request: HttpRequest, article: Article | None) -> HttpResponse:
    if not may_write(request):
        return kept(request, _("Your role does not include writing."))
    form = ContentForm(request.POST, article=article, files=request.FILES)
    if not LOOKS & request.POST.keys():
        return _save(site, request, article, form)
    if article is not None and article.stage != Stage.DRAFT:
        return _stopped(site, request, article, form)
    if "_add_picture" in request.POST:
        return _add_picture(site, request, article, form)
    if ADD_REFERENCES in request.POST:
        form = with_references(request, article)
        status = 422 if form.reference_widget.refused else 200
        return show(site, request, article, form, status=status)
    return show(site, request, article, form)


def _add_picture(
    site: WithRecords, request: HttpRequest, article: Article | None, form: ContentForm
) -> HttpResponse:
    """The picture is kept; the text that shows it is saved when its writer saves."""
    picture = PictureForm(request.POST, request.FILES)
    if not (markup := picture.stored(person(request))):
        return show(site, request, article, form, status=422, picture=picture)
    longer = ContentForm(with_picture(request.POST, markup), article=article)
    return show(site, request, article, longer, added=markup)


def _stopped(
    site: WithRecords, request: HttpRequest, article: Article, form: ContentForm
) -> HttpResponse:
    """There is no form to show any more, but there is what was typed."""
    refusal = not_a_draft(article)
    if not form.is_valid():
        return kept(request, refusal.message)
    return _conflict(site, request, article, form, TransitionRefused("save_draft", [refusal]))


def _save(
    site: WithRecords, request: HttpRequest, article: Article | None, form: ContentForm
) -> HttpResponse:
    if not form.is_valid():
        return show(site, request, article, form, status=422)
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
        return _saved(request, article, saved, form.renamed)
    return show(site, request, article, form, status=422)


def _saved(
    request: HttpRequest, before: Article | None, saved: Article, renamed: dict[str, str]
) -> HttpResponse:
    unsaved.settle(request)
    if before is not None and before.content_digest == saved.content_digest:
        messages.info(request, _("Nothing changed, so no version was saved."))
    else:
        told = {"version": saved.version, "title": saved.title}
        messages.success(request, _("Version %(version)s of “%(title)s” was saved.") % told)
    for old, new in renamed.items():
        told = {"old": old, "new": new}
        messages.info(request, _("The text now cites [@%(new)s] where it cited [@%(old)s].") % told)
    if "_continue" in request.POST:
        return redirect("admin:articles_article_change", saved.pk)
    return redirect("admin:articles_article_changelist")


def _conflict(
    site: WithRecords,
    request: HttpRequest,
    article: Article,
    form: ContentForm,
    stopped: DraftConflict | TransitionRefused,
) -> HttpResponse:
    """Both texts against each other. What was typed is on the page, whole."""
    now = Article.objects.get(pk=article.pk)
    newest = now.history.select_related("history_user").latest("history_id")
    context = site.frame(request, _("Your text was not saved"), now) | {
        "stopped": stopped,
        "may_save": isinstance(stopped, DraftConflict) and now.stage == Stage.DRAFT,
        "newest": newest,
        "conflict": Conflict(form, now),
        "form": form,
        "copy": unsaved.facts(request, now)["copy"],
    }
    return TemplateResponse(request, "admin/articles/article/conflict.html", context, status=409)
