"""API tokens: superusers make them, see each secret once, and revoke them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from articles import tokens
from articles.errors import InputRefused, TransitionRefused
from articles.forms.answered import place
from articles.forms.text import StoredText
from articles.models import ApiToken

from .governed import DayInput
from .read_only import ReadOnly
from .site import person

USUAL = dt.timedelta(days=90)


class MakeForm(forms.Form):
    intro = gettext_lazy(
        "A token lets a program read what is published, in the name of an account. It is shown "
        "once, on the next page, and stops with its day, with the account, or when you revoke it."
    )
    button = gettext_lazy("Make the token")

    name = StoredText(
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("Stands in the ledger: the site or program that reads."),
        max_length=120,
        widget=forms.TextInput,
    )
    user = forms.ModelChoiceField(
        label=gettext_lazy("Account"),
        queryset=User.objects.filter(is_active=True).order_by("username"),
        help_text=gettext_lazy(
            "The token stops when this account is deactivated or may no longer read articles."
        ),
    )
    expires_at = forms.DateField(
        label=gettext_lazy("Good through"),
        widget=DayInput,
        help_text=gettext_lazy("At most a year ahead."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("expires_at", timezone.localdate() + USUAL)

    def clean_expires_at(self) -> dt.datetime:
        """The end of that day, where this house keeps its dates."""
        day: dt.date = self.cleaned_data["expires_at"]
        return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


class RevokeForm(forms.Form):
    heading = gettext_lazy("Revoke")
    intro = gettext_lazy("The program that holds it reads nothing from now on. This stays so.")
    button = gettext_lazy("Revoke the token")

    reason = StoredText(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Stands in the ledger."),
        max_length=500,
        widget=forms.TextInput,
    )


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly):
    list_display = ("name", "prefix", "user", "state", "expires_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("name", "prefix", "user__username")
    private = frozenset({"digest"})
    change_form_template = "admin/articles/apitoken/page.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return person(request).is_superuser

    @admin.display(description=gettext_lazy("state"))
    def state(self, token: ApiToken) -> str:
        if token.revoked_at:
            return str(_("Revoked"))
        if token.expires_at <= timezone.now():
            return str(_("Expired"))
        if not token.user.is_active:
            return str(_("Its account is not active"))
        reads = getattr(token, "reads", False)  # a query for each line would be many
        return str(_("In use")) if reads else str(_("Its account may not read articles"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.revoke_view)
        name = "articles_apitoken_revoke"
        return [path("<path:object_id>/revoke/", view, name=name), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        answer = super().change_view(request, object_id, form_url, extra_context)
        if isinstance(answer, TemplateResponse) and answer.context_data is not None:
            token = answer.context_data["original"]
            may = self.has_add_permission(request) and token.revoked_at is None
            answer.template_name = self.change_form_template
            answer.context_data["may_revoke"] = may
        return answer

    @method_decorator(never_cache)
    @method_decorator(sensitive_variables("made", "context"))
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form; then, once, the page with the secret."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = MakeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                made = tokens.make(**form.cleaned_data, actor=person(request))
            except InputRefused as refused:
                place(form, refused)
            else:
                context = self.frame(request, _("The new token"), made.token) | {"made": made}
                return TemplateResponse(request, "admin/articles/apitoken/made.html", context)
        context = self.frame(request, _("Make an API token"), None) | {"form": form}
        template = "admin/articles/apitoken/add.html"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)

    def revoke_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        token: ApiToken = self.found(request, object_id)
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = RevokeForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self.act(request, form, token)
        try:
            tokens.revoke(token, reason=form.cleaned_data["reason"], actor=person(request))
        except TransitionRefused as refused:
            return self.refused(request, refused, token)
        messages.success(request, _("The token “%s” was revoked.") % token.name)
        return redirect("admin:articles_apitoken_change", token.pk)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        readers = User.objects.with_perm(tokens.READS).filter(pk=OuterRef("user_id"))
        rows: QuerySet[ApiToken] = super().get_queryset(request).annotate(reads=Exists(readers))
        return rows.select_related("user", "created_by")
