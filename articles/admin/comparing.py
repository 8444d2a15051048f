"""Any two records of one object, and the one that stood at the end of a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.days import editorial_date, editorial_zone

LONGEST = 19
"""Digits of a number that both databases can hold, and one more."""


class AsOfForm(forms.Form):
    """The day to look back to."""

    on = forms.DateField(
        label=gettext_lazy("As of the end of"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day as 2026-03-14.")},
    )

    def standing(self, obj: Any) -> Any:
        """The record that stood when this day ended, in the editorial time zone; or ``None``."""
        day = min(self.cleaned_data["on"], editorial_date(timezone.now()))
        end = dt.datetime.combine(day, dt.time.max, tzinfo=editorial_zone())
        records = obj.history.filter(history_date__lte=end).select_related("history_user")
        return records.order_by("-history_id").first()

    def title(self) -> str:
        return _("As of %s") % date_format(self.cleaned_data["on"], "j M Y")


def two_of(obj: Any, *numbers: str) -> tuple[Any, Any]:
    """Two records of this very object, the earlier one first. 404 for any that is not its own."""
    if not all(number.isdecimal() and len(number) < LONGEST for number in numbers):
        raise Http404
    wanted = {int(number) for number in numbers}
    found = obj.history.filter(history_id__in=wanted).select_related("history_user")
    records = list(found.order_by("history_id"))
    if len(records) != len(wanted):
        raise Http404
    return records[0], records[-1]
