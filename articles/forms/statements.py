"""A new sentence for a meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles import wording
from articles.errors import InputRefused
from articles.signing import Text, texts

from .answered import Answered
from .text import StoredText

TYPED = ("text", "reason")


class StatementForm(Answered):
    """The sentence, why it changes, and the version it was written over."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = StoredText(
        label=_("Sentence"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "required": True}),
    )
    reason = StoredText(
        label=_("Why it changes"),
        help_text=_("Kept with the version, for whoever reads it in ten years."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "required": True}),
    )

    def __init__(self, before: Text, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"text": before.template, "base": before.version})
        self.before = before

    def clean_text(self) -> str:
        """As it will be stored, with the gaps that its act fills and no others."""
        stored = " ".join(str(self.cleaned_data["text"]).split())
        try:
            texts.check_gaps(self.before.meaning, stored)
        except InputRefused as refused:
            raise ValidationError(capfirst(refused.message), refused.code) from None
        return stored

    @property
    def sentence(self) -> str:
        """The sentence where it can be said; empty where it cannot."""
        return self.cleaned_data.get("text", "") if self.is_bound else ""

    def over(self, newest: Text) -> StatementForm:
        """What was typed, over the version that came in between."""
        form = StatementForm(newest)
        form.initial = {**form.initial, **{name: self.data.get(name, "") for name in TYPED}}
        return form

    def put_in_use(self, actor: User) -> bool:
        """Raises ``PermissionDenied`` and ``TransitionRefused``; input is refused in the form."""
        return self.done(
            lambda: wording.put_in_use(
                self.before.meaning,
                self.cleaned_data["text"],
                actor=actor,
                reason=self.cleaned_data["reason"],
                base=self.cleaned_data["base"],
            )
        )
