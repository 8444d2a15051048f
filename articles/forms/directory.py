"""What the pages about reviewers may be asked: whom to list, and which day is meant."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import specialties
from articles.days import editorial_date

ANY = ("", gettext_lazy("Any specialty"))


class ReviewerFilter(forms.Form):
    """What the directory may be narrowed to."""

    q = forms.CharField(label=gettext_lazy("Name contains"), required=False, max_length=100)
    specialty = forms.ChoiceField(
        label=gettext_lazy("A certificate covers"),
        required=False,
        choices=[ANY, *specialties.CHOICES],
    )


class DayField(forms.DateField):
    """A day as ISO 8601 writes it, which is what a date input sends."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ("%Y-%m-%d",)
    default_error_messages = {"invalid": gettext_lazy("Write the day as 2026-03-14.")}


class AsOfForm(forms.Form):
    """Which day is judged, and by what was known at the end of which day."""

    on = DayField(label=gettext_lazy("As of day"), required=False)
    known = DayField(label=gettext_lazy("As we knew on"), required=False)

    def clean_known(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["known"]
        if day and day > editorial_date(timezone.now()):
            raise ValidationError(_("What will be known on a day to come cannot be told yet."))
        return day
