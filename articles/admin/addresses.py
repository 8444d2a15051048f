"""Changing the address of an article, until readers know it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import roles, workflow
from articles.errors import DraftConflict, InputRefused, Refusal, TransitionRefused
from articles.forms.answered import place
from articles.models import Article

from .site import Shown, person


class AddressForm(forms.Form):
    heading: str | Promise = gettext_lazy("Change the address")
    intro: str | Promise = gettext_lazy("After the first release it stays as it is for good.")

    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        max_length=80,
        help_text=gettext_lazy("Letters, digits and hyphens."),
    )


def may_rename(request: HttpRequest, article: Article) -> bool:
    """Whether to offer it: to who may write, until the first release."""
    held = roles.permissions_of(person(request))
    return "draft_article" in held and not article.publications.exists()


def rename(site: Shown, request: HttpRequest, article: Article) -> HttpResponse:
    """The page with the address, and the act."""
    if "draft_article" not in roles.permissions_of(person(request)):
        raise PermissionDenied
    form = AddressForm(request.POST or None, initial={"slug": article.slug})
    if request.method != "POST" or not form.is_valid():
        return site.act(request, form, article)
    try:
        workflow.rename(article, form.cleaned_data["slug"], actor=person(request))
    except InputRefused as refused:
        place(form, refused)
        return site.act(request, form, article)
    except TransitionRefused as refused:
        return site.refused(request, refused, article)
    except DraftConflict as stale:
        moved = TransitionRefused("rename", [Refusal("moved", str(stale))])
        return site.refused(request, moved, article)
    messages.success(request, _("The address is “%s” now.") % article.slug)
    return redirect("admin:articles_article_change", article.pk)
