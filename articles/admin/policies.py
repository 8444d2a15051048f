"""Review policies: how much review an article needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import ReviewPolicy

from .governed import Governed, GovernedForm
from .lines import LinesField

_SECTIONS = ReviewPolicy._meta.get_field("required_sections")


class SectionsField(LinesField):
    """Headings that a text must have, one a line; those that will do as well with | between."""

    def read(self, line: str) -> str:
        names = [" ".join(name.split()) for name in line.split("|")]
        if not all(names):
            sentence = _("“%s”: write a heading on either side of each |.") % line
            raise ValidationError(sentence, code="section")
        return " | ".join(names)

    def entries(self, lines: Sequence[str]) -> list[Any]:
        return list(dict.fromkeys(super().entries(lines)))


class PolicyForm(GovernedForm):
    required_sections = SectionsField(
        label=capfirst(_SECTIONS.verbose_name),
        help_text=_SECTIONS.help_text,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
    )

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
        (gettext_lazy("What a text must have"), {"fields": ["required_sections"]}),
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
                    "second_factor",
                    "self_assign",
                    "export_approved",
                ]
            },
        ),
    )
