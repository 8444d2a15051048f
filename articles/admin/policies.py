"""Review policies: how much review an article needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import ReviewPolicy

from .governed import Governed, GovernedForm


class PolicyForm(GovernedForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("article_type", "specialty"):
            if isinstance(field := self.fields.get(name), forms.ChoiceField):
                field.choices = [("", _("Any")), *list(field.widget.choices)[1:]]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        needed, special = values.get("sign_offs"), values.get("specialist_sign_offs")
        if needed is not None and special is not None and special > needed:
            self.add_error(
                "specialist_sign_offs", _("No more specialists than sign-offs can be asked for.")
            )
        if values.get("is_active") and (other := self._already_in_use(values)):
            self.add_error(
                "is_active",
                _("“%s” is in use for the same articles; take that one out of use first.") % other,
            )
        return values

    def _already_in_use(self, values: dict[str, Any]) -> ReviewPolicy | None:
        same = ReviewPolicy.objects.filter(
            is_active=True,
            article_type=values.get("article_type", ""),
            specialty=values.get("specialty", ""),
        )
        return same.exclude(pk=self.instance.pk).first()


@admin.register(ReviewPolicy)
class ReviewPolicyAdmin(Governed):
    form = PolicyForm
    list_display = ("name", "article_type", "specialty", "sign_offs", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name",)
    sections = (
        (None, {"fields": ["name", "is_active"]}),
        (gettext_lazy("For which articles"), {"fields": ["article_type", "specialty"]}),
        (
            gettext_lazy("How much review"),
            {
                "fields": [
                    "sign_offs",
                    "specialist_sign_offs",
                    "review_interval_months",
                    "sign_off_days",
                ]
            },
        ),
        (
            gettext_lazy("Reviewers and separation"),
            {
                "fields": [
                    "verification_days",
                    "disclosure_days",
                    "grace_days",
                    "licence_rule",
                    "separation",
                    "self_assign",
                    "export_approved",
                ]
            },
        ),
    )
