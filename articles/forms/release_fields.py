"""The fields that a release asks for: when, as clocks show it in a zone, and as which edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from articles import days

NOW, LATER = "now", "later"
MAJOR, MINOR = "major", "minor"


def zone_choices() -> list[tuple[str, Any]]:
    """The editorial zone first, then UTC, then all that this machine knows, by region."""
    first = (settings.EDITORIAL_TIME_ZONE, "UTC")
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(days.zones().difference(first)):
        region, _slash, place = name.partition("/")
        if place and region not in {"Etc", "SystemV", "US"}:
            shown = place.replace("_", " ").replace("/", ", ")
            regions.setdefault(region, []).append((name, f"{shown} ({region})"))
    return [*((name, name) for name in dict.fromkeys(first)), *regions.items()]


def when() -> forms.Field:
    return forms.ChoiceField(
        label=_("When"),
        choices=[(NOW, _("Now")), (LATER, _("At a time"))],
        initial=NOW,
        required=False,
        widget=forms.RadioSelect,
    )


class _AsWritten:
    """One way to write it: what reads the same in every country. Browsers send nothing else."""

    def strptime(self, value: str, written: str) -> Any:
        found = super().strptime(value, written)  # type: ignore[misc]  # of the field beside it
        if found.strftime(written) != value:
            raise ValueError(value)
        return found


class _Day(_AsWritten, forms.DateField):
    """``2026-03-14``: ``03/04/2026`` is two days."""


class _Clock(_AsWritten, forms.TimeField):
    """``14:30``: ``2:30`` is two hours."""


def day() -> forms.Field:
    return _part(
        _Day(
            label=_("Day"),
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
            error_messages={"invalid": _("Write the day as 2026-03-14.")},
        )
    )


def clock() -> forms.Field:
    return _part(
        _Clock(
            label=_("Time"),
            help_text=_("As clocks show it in the zone below."),
            required=False,
            input_formats=["%H:%M"],
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"}),
            error_messages={"invalid": _("Write the time as 02:30 or 14:30.")},
        )
    )


def read(field: forms.Field, typed: Mapping[str, Any] | None, name: str) -> Any:
    """What a field makes of what was typed; None where that is nothing, or wrong."""
    try:
        return field.clean(field.widget.value_from_datadict(typed or {}, {}, name)) or None
    except forms.ValidationError:
        return None


def zone() -> forms.Field:
    return _part(
        forms.ChoiceField(
            label=_("Time zone"),
            choices=zone_choices,
            initial=settings.EDITORIAL_TIME_ZONE,
            required=False,
        )
    )


def offset(which: list[str]) -> forms.Field:
    first, then = which
    choices = [(first, _("The first, UTC%s") % first), (then, _("The second, UTC%s") % then)]
    return forms.ChoiceField(
        label=_("Which of the two"), choices=choices, required=False, widget=forms.RadioSelect
    )


def minor(editions: Mapping[str, str], *, suggested: bool) -> forms.Field:
    choices = [
        (MAJOR, _("Edition %s: the content changed") % editions[MAJOR]),
        (MINOR, _("Edition %s: only the wording changed") % editions[MINOR]),
    ]
    return forms.ChoiceField(
        label=_("Edition"),
        choices=choices,
        initial=MINOR if suggested else MAJOR,
        required=False,
        widget=forms.RadioSelect,
    )


def _part(field: forms.Field) -> forms.Field:
    """A field that is asked for only beside a choice: no word "optional" stands there."""
    field.may_stay_empty = False  # type: ignore[attr-defined]  # read by templates
    return field
