"""Bringing back an old text of a draft: an edit like any other, saved by ``save_draft``.

Everything that is signed comes back with the text. What stands now stays in the history, so that
it can be brought back in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import presenting, workflow
from articles.errors import DraftConflict, InputRefused, Refusal, TransitionRefused
from articles.forms.answered import Answered
from articles.forms.text import StoredText
from articles.models import Article
from articles.stages import Stage
from articles.workflow.drafting import not_a_draft

from .site import Shown, person
from .writers import may_write


class RestoreForm(Answered):
    """``base``: the digest of the text that the page compared the old one with."""

    base = forms.CharField(widget=forms.HiddenInput)
    reason = StoredText(
        label=gettext_lazy("Why you bring it back"),
        max_length=400,
        help_text=gettext_lazy("Stands in the history, after the number of this version."),
        widget=forms.TextInput,
        error_messages={"required": gettext_lazy("Say why you bring it back.")},
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """Where a version can be brought back, or the reason why it cannot be now."""

    address: str = ""
    reason: str = ""


def offer(request: HttpRequest, article: Article, record: Any) -> Offer | None:
    """What the page of a version offers; nothing to people who do not write."""
    if not may_write(request):
        return None
    if found := _in_the_way(article, record):
        return Offer(reason=found.message)
    return Offer(address=reverse("admin:articles_article_restore", args=[article.pk, record.pk]))


def restore(site: Shown, request: HttpRequest, article: Article, record: Any) -> HttpResponse:
    """The page that shows what would change, and the act. 403 and 409 as for any edit."""
    if not may_write(request):
        raise PermissionDenied
    if refusal := _in_the_way(article, record):
        return site.refused(request, TransitionRefused("save_draft", [refusal]), article)
    if request.method != "POST":
        return _page(site, request, article, record, RestoreForm(initial=_base(article)))
    form = RestoreForm(request.POST)
    try:
        if not form.done(lambda: _save(article, record, form, request)):
            return _page(site, request, article, record, form)
    except DraftConflict as stale:
        return _moved(site, request, article, record, stale)
    except TransitionRefused as refused:
        return site.refused(request, refused, article)
    messages.success(request, _("The text is that of version %s again.") % record.version)
    return redirect("admin:articles_article_change", article.pk)


def _in_the_way(article: Article, record: Any) -> Refusal | None:
    """Nobody's permission: whether this text can come back at this moment."""
    if article.stage != Stage.DRAFT:
        return not_a_draft(article)
    if article.content_digest == record.content_digest:
        same = _("There is nothing to bring back: the text now is that of version %s.")
        return Refusal("same", same % record.version)
    return None


def _base(article: Article) -> dict[str, str]:
    return {"base": article.content_digest}


def _save(article: Article, record: Any, form: RestoreForm, request: HttpRequest) -> None:
    told = {"version": record.version, "why": form.cleaned_data["reason"]}
    try:
        workflow.save_draft(
            article,
            record.content,
            actor=person(request),
            reason=_("Version %(version)s brought back: %(why)s") % told,
            base=form.cleaned_data["base"],
        )
    except ValidationError as wrong:
        raise InputRefused("reason", " ".join(wrong.messages)) from wrong


def _moved(
    site: Shown, request: HttpRequest, article: Article, record: Any, stale: DraftConflict
) -> HttpResponse:
    """Somebody saved meanwhile: the page again against the text now, with the reason kept (409)."""
    now = Article.objects.select_related("owner", "round").get(pk=article.pk)
    form = RestoreForm(initial={**_base(now), "reason": request.POST.get("reason", "")})
    return _page(site, request, now, record, form, stale=stale)


def _page(
    site: Shown,
    request: HttpRequest,
    article: Article,
    record: Any,
    form: RestoreForm,
    *,
    stale: DraftConflict | None = None,
) -> TemplateResponse:
    now = article.history.select_related("history_user").latest("history_id")
    context = site.frame(request, _("Bring back version %s") % record.version, article) | {
        "form": form,
        "old": now,
        "new": record,
        "stale": stale,
        "record_link": reverse("admin:articles_article_record", args=[article.pk, record.pk]),
        **presenting.shown_facts("", now, record, [], presenting.signatures_of(article)),
    }
    status = 409 if stale else 422 if form.errors else 200
    return TemplateResponse(request, "admin/articles/article/restore.html", context, status=status)
