"""What a physician types on the way in: a password, and the agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from articles.credentials import agreement, onboarding
from articles.models import Agreement, Reviewer

from .answered import Answered
from .text import StoredText


class AcceptanceForm(Answered):
    """The agreement as it was on the screen, and a tick."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    accepted = forms.BooleanField(
        label=gettext_lazy("I have read the agreement and accept it"),
        error_messages={"required": gettext_lazy("Without it you cannot review here.")},
        widget=forms.CheckboxInput(attrs={"required": True}),
    )

    def __init__(self, shown: Agreement | None, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"version": shown.version if shown else 0})
        if shown is None:
            del self.fields["accepted"]

    def accept(self, reviewer: Reviewer, actor: User) -> None:
        """Raises ``PermissionDenied`` and ``TransitionRefused``."""
        agreement.accept(reviewer, actor=actor, version=self.cleaned_data["version"])


class JoinForm(AcceptanceForm):
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        help_text=gettext_lazy("At least eight characters, and no common word."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "required": True}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "required": True}),
    )
    field_order = ("version", "accepted", "password", "again")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, second = values.get("password"), values.get("again")
        if first and second and first != second:
            self.add_error("again", _("This is not the same password."))
        return values

    @sensitive_variables()
    def join(self, token: str) -> User:
        """Raises ``InputRefused`` and ``TransitionRefused``."""
        typed = self.cleaned_data
        return onboarding.join(token, password=typed["password"], agreed=typed["version"])


class AgreementForm(Answered):
    """A new text of the agreement, and the version it was written over."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = StoredText(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Plain text. An empty line begins a new paragraph."),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 16}),
    )

    def over(self, newest: Agreement | None) -> AgreementForm:
        """The text as it was typed, over the version that came in between."""
        base = newest.version if newest else 0
        return AgreementForm(initial={"text": self.data.get("text", ""), "base": base})

    def put_in_use(self, actor: User) -> Agreement:
        """Raises ``PermissionDenied``, ``InputRefused`` and ``TransitionRefused``."""
        typed = self.cleaned_data
        return agreement.put_in_use(typed["text"], actor=actor, base=typed["base"])
