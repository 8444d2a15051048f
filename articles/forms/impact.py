"""What is asked of the impact page, and what a managing editor does about the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.credentials.impact import Scope
from articles.days import editorial_date
from articles.models import Board, Certificate, Reviewer
from articles.stages import Resolution, StandingClass
from articles.workflow.effects import DEFAULT_DAYS

from .answered import Answered
from .picking import RowsField
from .text import StoredText

DAY = {"invalid": gettext_lazy("Write the date as 2026-03-14.")}
MOST = 200
"""Articles whose re-reviews are opened at one go, and reviewers that are offered."""


class ImpactForm(forms.Form):
    """Whose or which credentials, and the day asked about: today unless another is named."""

    reviewer = forms.ModelChoiceField(
        Reviewer.objects.all(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": gettext_lazy("There is no such reviewer.")},
    )
    who = forms.CharField(
        label=gettext_lazy("A person, by part of the name"), required=False, max_length=100
    )
    certificate = forms.ModelChoiceField(
        Certificate.objects.select_related("board"),
        label=gettext_lazy("Certificate"),
        required=False,
        empty_label="–",
        error_messages={"invalid_choice": gettext_lazy("There is no such certificate.")},
    )
    board = forms.ModelChoiceField(
        Board.objects.all(),
        label=gettext_lazy("Board"),
        required=False,
        empty_label="–",
        to_field_name="code",
        error_messages={"invalid_choice": gettext_lazy("There is no such board.")},
    )
    among = forms.CharField(required=False, max_length=100)
    on = forms.DateField(
        label=gettext_lazy("Standing on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=DAY,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if sum(bool(values.get(name)) for name in ("reviewer", "certificate", "board")) > 1:
            raise ValidationError(_("Choose one: a person, a certificate or a board."))
        return values

    @property
    def scope(self) -> Scope | None:
        """What was chosen; None before anything was."""
        chosen = {name: self.cleaned_data[name] for name in ("reviewer", "certificate", "board")}
        return Scope(**chosen) if any(chosen.values()) else None

    @property
    def day(self) -> dt.date:
        return self.cleaned_data["on"] or editorial_date(timezone.now())

    def people(self) -> list[Reviewer]:
        """Reviewers whose name holds what was typed, for a choice."""
        typed = self.cleaned_data["who"]
        return list(Reviewer.objects.filter(name__icontains=typed)[:MOST]) if typed else []


class ReReviewForm(forms.Form):
    """Which articles are reviewed again, by whom, by when, and why.

    ``articles`` are the ids that may be ticked; ``of_class`` stands for all of one class.
    """

    of_class = forms.ChoiceField(choices=StandingClass, required=False, widget=forms.HiddenInput)
    reviewers = RowsField(
        Reviewer.objects.none(),
        label=gettext_lazy("Who reviews"),
        help_text=gettext_lazy("Whether they may sign is judged for each article when they sign."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Name at least one reviewer.")},
    )
    due_on = forms.DateField(
        label=gettext_lazy("Due date"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=DAY,
    )
    note = StoredText(
        label=gettext_lazy("Note to the reviewers"),
        help_text=gettext_lazy("Why the articles are reviewed again; kept on record."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(
        self, articles: Iterable[str], scope: Scope, data: QueryDict | None, search: str = ""
    ) -> None:
        today = editorial_date(timezone.now())
        super().__init__(data, initial={"due_on": today + dt.timedelta(days=DEFAULT_DAYS)})
        self.known = frozenset(articles)
        self.ticked = frozenset(data.getlist("article")) if data is not None else frozenset()
        people = Reviewer.objects.filter(is_active=True, user__is_active=True)
        if scope.reviewer is not None:
            people = people.exclude(pk=scope.reviewer.pk)
        if search:
            people = people.filter(name__icontains=search)
        field = self.fields["reviewers"]
        assert isinstance(field, RowsField)
        field.queryset = people
        field.choices = [(person.pk, person.printed_name) for person in people[:MOST]]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.ticked and not values.get("of_class"):
            raise ValidationError(_("Tick the articles that are to be reviewed again."))
        if not self.ticked <= self.known:
            raise ValidationError(_("One of these articles no longer relies on it. Look again."))
        return values

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        if day < editorial_date(timezone.now()):
            raise ValidationError(_("The due date lies in the past."))
        return day


class SettleForm(Answered):
    """What is done about a concern, and why."""

    resolution = forms.TypedChoiceField(
        coerce=Resolution,
        label=gettext_lazy("What is done about it"),
        choices=[choice for choice in Resolution.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is done about the concern.")},
    )
    note = StoredText(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Kept with the concern; readers do not see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say why it is settled so.")},
    )
