"""Reviewers: whose name may stand on a byline."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import roles
from articles.models import Reviewer

from .governed import Governed, GovernedForm
from .onboarding import Onboarding, state_of
from .site import person


def may_see_numbers(user: User, reviewer: Reviewer | None) -> bool:
    """Numbers are private: credential officers and their holder see them."""
    holds = reviewer is not None and reviewer.user_id == user.pk
    return holds or "manage_credentials" in roles.permissions_of(user)


class ReviewerForm(GovernedForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if isinstance(choice := self.fields.get("user"), forms.ModelChoiceField):
            free = Q(reviewer__isnull=True, is_active=True) | Q(pk=self.instance.user_id)
            choice.queryset = User.objects.filter(free).order_by("username")
            choice.empty_label = _("No account yet")

    def clean_npi(self) -> str:
        npi: str = self.cleaned_data["npi"]
        if npi and Reviewer.objects.filter(npi=npi).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another reviewer has this NPI."))
        return npi


@admin.register(Reviewer)
class ReviewerAdmin(Onboarding, Governed):
    form = ReviewerForm
    list_display = ("printed_name", "account", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("user",)
    search_fields = ("name",)
    sections = (
        (None, {"fields": ["name", "degrees", "user", "is_active", "away_until"]}),
        (gettext_lazy("Numbers"), {"fields": ["orcid", "npi", "npi_public"]}),
    )
    change_form_template = "admin/articles/reviewer/change_form.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        reviewer = self.found(request, object_id)
        user = person(request)
        told = {
            "credentials": reviewer.credentials.select_related("certificate__board"),
            "may_open": reviewer.user_id == user.pk or user.has_perm("articles.view_credential"),
            "may_record": user.has_perm("articles.add_credential"),
            "onboarding": state_of(reviewer, user),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **told})

    def hidden_fields(self, request: HttpRequest, obj: Any) -> tuple[str, ...]:
        if obj is None or obj.npi_public or may_see_numbers(person(request), obj):
            return ()
        return ("npi",)

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def printed_name(self, reviewer: Reviewer) -> str:
        return reviewer.printed_name

    @admin.display(description=gettext_lazy("account"))
    def account(self, reviewer: Reviewer) -> str:
        return reviewer.user.get_username() if reviewer.user else _("none yet")
