"""What is typed to release a text, or several at once; and to call a release off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import days
from articles.errors import InputRefused
from articles.models import Article
from articles.workflow import editions, planned
from articles.workflow.transitions import Transition

from . import SigningForm, fields, release_fields
from .answered import Answered
from .release_fields import LATER, MINOR
from .text import StoredText

WHEN = ("day", "clock", "time_zone")
TWICE = "twice"
"""The code of a local time that comes twice, where clocks are put back."""
BEYOND = "unreadable"
"""Its code once day and clock were read: in UTC it lies behind the last day there is."""


class ReleaseForm(SigningForm):
    """A release now, or at a time that is given as clocks show it in a zone.

    ``editions``: number of the edition by the name of the choice. ``suggestion``: which of them is
    offered first, and why.
    """

    def __init__(
        self,
        transition: Transition,
        article: Article,
        actor: User,
        *,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(transition, article, actor, data=data)
        self.suggestion = editions.suggested(article)
        self.editions = editions.numbers([article])[article.pk]
        when = {
            "when": release_fields.when(),
            "day": release_fields.day(),
            "clock": release_fields.clock(),
            "time_zone": release_fields.zone(),
        }
        read = (release_fields.read(when[name], data, name) for name in WHEN)
        if which := _readings(*read):
            when["offset"] = release_fields.offset(which)
        if not self.suggestion.is_barred:
            when["minor"] = release_fields.minor(self.editions, suggested=self.suggestion.minor)
        self.fields = {**when, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Day, clock and zone become one moment; for a release now they say nothing."""
        given = self.cleaned_data
        names = ("day", "clock", "offset", "time_zone")
        day, clock, offset, zone = (given.pop(name, None) for name in names)
        chosen = given.pop("when", None)
        if chosen == LATER:
            self._ask_for(day=day, clock=clock, time_zone=zone)
            if day and clock and zone:
                given["release_at"] = self._moment(f"{day}T{clock:%H:%M}{offset or ''}", zone)
                given["time_zone"] = zone
        else:
            for name in names:
                self.errors.pop(name, None)
            if chosen == "" and self._names_a_time():
                self.add_error("when", _("Choose “Now” or “At a time”: a day or time was given."))
        if minor := given.pop("minor", ""):
            given["minor"] = minor == MINOR
        return given

    def _ask_for(self, **parts: dt.date | dt.time | str | None) -> None:
        """Of a moment no part may be missing: without one this would be a release now."""
        sentences = {
            "day": _("Say on which day."),
            "clock": _("Say at what time."),
            "time_zone": _("Choose a time zone."),
        }
        for name, part in parts.items():
            if not part and name not in self.errors:
                self.add_error(name, sentences[name])

    def _names_a_time(self) -> bool:
        """Whether a day or a clock was sent at all, also one that cannot be read."""
        return any((self[name].data or "").strip() for name in ("day", "clock"))

    def _moment(self, local: str, zone: str) -> dt.datetime | None:
        try:
            return days.moment(local, zone, field="clock")
        except InputRefused as refused:
            if refused.code == TWICE:
                message = _("Clocks are put back then, and this time comes twice: say which.")
                refused = InputRefused("offset", message, TWICE)
            elif refused.code == BEYOND:
                message = _("That lies more than %s months ahead.") % planned.MONTHS_AHEAD
                refused = InputRefused("day", message, "too_far")
            self.refuse(refused)
            return None

    def refuse(self, refused: InputRefused) -> None:
        """What the engine says of the moment stands under the day."""
        if refused.field == "release_at":
            refused = InputRefused("day", refused.message, refused.code)
        super().refuse(refused)


def _readings(day: dt.date | None, clock: dt.time | None, zone: str | None) -> list[str]:
    """The offsets of a local time that comes twice, the earlier moment first; else none."""
    if day is None or clock is None or not zone:
        return []
    local = dt.datetime.combine(day, clock)
    try:
        days.moment(local, zone)
    except InputRefused as refused:
        if refused.code != TWICE:
            return []
        read = [local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1)]
        return [each.isoformat(timespec="minutes")[-len("+00:00") :] for each in read]
    return []


class SeriesForm(Answered):
    """A change note for each of several articles, and one password (and code) for all of them."""

    def __init__(
        self, articles: Sequence[Article], *, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        for article in articles:
            self.fields[note_name(article)] = StoredText(
                label=_("Change note for readers"),
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 1}),
            )
        self.fields["password"] = fields.password()
        self.fields["password"].help_text = _("Asked once for all of them.")
        self.fields["code"] = fields.code()


def note_name(article: Article) -> str:
    return f"note-{article.slug}"


class CancelForm(Answered):
    why = StoredText(
        label=gettext_lazy("Why it is called off"),
        help_text=gettext_lazy("Kept on record, beside the release."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
