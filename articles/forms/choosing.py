"""Forms about who reviews: look for candidates, ask them, take an invitation back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import fields
from .answered import Answered
from .asking import ManyReviewersField
from .text import StoredText


class CandidateFilter(forms.Form):
    """What the list of candidates may be narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Name contains"), required=False, max_length=100, strip=True
    )


class AssignForm(Answered):
    """One or several reviewers, ticked in the table, and the day by which they decide."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["reviewers"] = ManyReviewersField()
        self.fields["due_on"] = fields.due_date()
        self.fields["due_on"].required = True
        self.fields["due_on"].error_messages["required"] = _("Say by which day.")


class ReleaseForm(Answered):
    reason = StoredText(
        label=gettext_lazy("Why you take it back"),
        help_text=gettext_lazy("Kept on record, beside the invitation."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
