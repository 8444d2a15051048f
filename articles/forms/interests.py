"""Forms about an interest in one article: its reviewer names it, an editor decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Review
from articles.stages import InterestDecision

from .answered import Answered
from .text import StoredText

NONE, NAMED = "none", "named"


class InterestForm(Answered):
    """None, or one in words. Whoever said “none” before can only name one now."""

    says = forms.ChoiceField(
        label=gettext_lazy("Does an interest of yours bear on this article?"),
        choices=(
            (NONE, gettext_lazy("No interest of mine bears on this article")),
            (NAMED, gettext_lazy("One does, and I name it here")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether one does.")},
    )
    interest = StoredText(
        label=gettext_lazy("The interest"),
        help_text=gettext_lazy(
            "Who pays, supplies or employs you or somebody close, and for what. Read by managing "
            "editors and credential officers; printed only if an editor decides so."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, review: Review, data: Any = None) -> None:
        super().__init__(data)
        if review.interest_at is not None:
            del self.fields["says"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        says, words = given.get("says", NAMED), given.get("interest", "").strip()
        if "says" in self.errors or "interest" in self.errors:
            return given
        if says == NONE and words:
            self.add_error("says", _("You wrote one down: choose the second answer, or clear it."))
        if says == NAMED and not words:
            self.add_error("interest", _("Name the interest."))
        return given

    @property
    def words(self) -> str:
        """What was named; empty for “none”."""
        if self.cleaned_data.get("says") == NONE:
            return ""
        return str(self.cleaned_data["interest"])


class DecideForm(Answered):
    decision = forms.TypedChoiceField(
        coerce=InterestDecision,
        label=gettext_lazy("What it means for this review"),
        choices=[choice for choice in InterestDecision.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the interest means.")},
    )
    reason = StoredText(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Seen by the reviewer, managing editors and credential officers."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say why.")},
    )
