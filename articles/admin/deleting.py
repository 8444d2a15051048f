"""Deleting a draft that was never submitted: the one thing here that goes away, with a reason."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import roles, workflow
from articles.errors import InputRefused, TransitionRefused
from articles.forms.answered import place
from articles.forms.text import StoredText
from articles.models import Article
from articles.stages import Stage

from .site import Shown, person


class DeletionForm(forms.Form):
    heading: str | Promise = gettext_lazy("Delete this draft")
    intro: str | Promise = gettext_lazy(
        "The text goes from every list. Its versions and their entries in the ledger stay."
    )
    button: str | Promise = gettext_lazy("Delete the draft")

    reason = StoredText(
        label=gettext_lazy("Why"), required=False, max_length=500, widget=forms.TextInput
    )


def may_delete(article: Article, user: User) -> bool:
    """Whether to offer it: to the owner and to managing editors, until the first submission."""
    held = roles.permissions_of(user)
    if "draft_article" not in held or article.stage != Stage.DRAFT:
        return False
    theirs = article.owner_id == user.pk or "assign_review" in held
    return theirs and not article.rounds.exists()


def delete(site: Shown, request: HttpRequest, article: Article) -> HttpResponse:
    """The page that says what will happen, and the act."""
    if request.method != "POST":
        if not may_delete(article, person(request)):
            raise PermissionDenied
        return site.act(request, DeletionForm(), article)
    form = DeletionForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        workflow.delete_draft(article, actor=person(request), reason=reason)
    except InputRefused as refused:
        if form.is_valid():  # else the form says already what is wrong
            place(form, refused)
        return site.act(request, form, article)
    except TransitionRefused as refused:
        return site.refused(request, refused, article)
    messages.success(request, _("The draft “%s” was deleted.") % article.title)
    return redirect("admin:articles_article_changelist")
