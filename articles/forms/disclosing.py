"""The yearly disclosure as it is typed: thirteen questions, each with rows for entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.forms import BoundField
from django.utils.translation import gettext as _

from articles.credentials import disclosing
from articles.models import Disclosure, Reviewer
from articles.stages import InterestCategory

from .answered import Answered
from .text import StoredText

ROWS = 2
"""Empty rows under each question."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form: its answer, and rows of entity, payee and comment."""

    category: InterestCategory
    answer: BoundField
    rows: tuple[tuple[BoundField, ...], ...]
    count: BoundField

    @property
    def is_open(self) -> bool:
        """Whether its rows are shown: something stands in them, or should."""
        typed = any(row[0].value() or row[2].value() or row[0].errors for row in self.rows)
        return bool(typed or self.answer.value() == "some" or self.answer.errors)


class DisclosureForm(Answered):
    """Thirteen questions, each answered with “none” or with entries (ICMJE form, 2021)."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.counts = {c: _count(c, data or self.initial) for c in InterestCategory}
        for category, count in self.counts.items():
            self.fields |= dict(_fields(category, count))
        self.fields["statement"] = StoredText(
            label=_("What readers are told"),
            help_text=_("Printed with each of your reviews. Leave it empty to have it written."),
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    @classmethod
    def like(cls, last: Disclosure | None) -> DisclosureForm:
        """Filled with what was declared last."""
        if last is None:
            return cls()
        said: dict[str, Any] = {"statement": last.statement}
        for category, entries in last.interests.items():
            said[category] = "some" if entries else "none"
            said[f"{category}-rows"] = max(len(entries) + 1, ROWS)
            for number, entry in enumerate(entries):
                said |= {f"{category}-{number}-{name}": entry[name] for name in entry}
        return cls(initial=said)

    def with_more_rows(self, category: str) -> DisclosureForm:
        """The same with more rows under one question; nothing typed is judged or lost."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        if category in self.counts:
            typed[f"{category}-rows"] = self.counts[InterestCategory(category)] + ROWS
            typed[category] = "some"
        return DisclosureForm(initial=typed)

    def questions(self) -> Iterator[Question]:
        for category, count in self.counts.items():
            rows = tuple(
                tuple(self[f"{category}-{n}-{name}"] for name in ("entity", "payee", "comment"))
                for n in range(count)
            )
            yield Question(category, self[category], rows, self[f"{category}-rows"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for category in InterestCategory:
            answer, entries = values.get(category), list(self._entries(category, values))
            if answer == "some" and not entries:
                self.add_error(category, _("Name the company or body, or answer “none”."))
            if answer == "none" and entries:
                self.add_error(category, _("You answered “none”, and there are entries below."))
            if any(not entry["entity"] for entry in entries):
                self.add_error(category, _("Each entry names the company or body."))
        values["interests"] = {
            category.value: list(self._entries(category, values)) for category in InterestCategory
        }
        if not self.errors and values["statement"].strip() in {"", disclosing.NOTHING}:
            self._write_statement(values["interests"])
        return values

    def _write_statement(self, interests: Mapping[str, Any]) -> None:
        """Nothing is printed that its holder has not seen: show the sentence before it counts."""
        statement = disclosing.statement_of(interests)
        self.cleaned_data["statement"] = statement
        if statement != disclosing.NOTHING:
            # What was sent is a QueryDict.
            self.data = {**self.data.dict(), "statement": statement}  # type: ignore[attr-defined]
            self.add_error("statement", _("Written from your answers: read it, then declare."))

    def _entries(
        self, category: InterestCategory, values: Mapping[str, Any]
    ) -> Iterator[dict[str, str]]:
        for n in range(self.counts[category]):
            entity = values.get(f"{category}-{n}-entity", "")
            comment = values.get(f"{category}-{n}-comment", "")
            if entity or comment:
                payee = values.get(f"{category}-{n}-payee", "")
                yield {"entity": entity, "payee": payee, "comment": comment}

    def declare(self, reviewer: Reviewer, actor: User) -> Disclosure:
        """Raises ``PermissionDenied`` and ``InputRefused``."""
        typed = self.cleaned_data
        return disclosing.declare(
            reviewer, actor=actor, interests=typed["interests"], statement=typed["statement"]
        )


def _count(category: InterestCategory, given: Mapping[str, Any]) -> int:
    """How many rows a question has: as many as its page had, within reason."""
    said = str(given.get(f"{category}-rows", ""))
    return min(max(int(said), ROWS), disclosing.MOST) if said.isdecimal() else ROWS


def _fields(category: InterestCategory, count: int) -> Iterator[tuple[str, forms.Field]]:
    yield (
        category,
        forms.ChoiceField(
            label=category.label,
            choices=[("none", _("None")), ("some", _("Yes, as follows"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Answer this question.")},
        ),
    )
    yield f"{category}-rows", forms.CharField(widget=forms.HiddenInput, required=False)
    payees = [("self", _("me")), ("institution", _("my institution"))]
    for n in range(count):
        name = f"{category}-{n}"
        yield f"{name}-entity", _line(_("Company or body"), 200)
        yield (
            f"{name}-payee",
            forms.ChoiceField(label=_("Paid to"), choices=payees, required=False, initial="self"),
        )
        yield f"{name}-comment", _line(_("What for"), 500)


def _line(label: str, length: int) -> forms.Field:
    widget = forms.TextInput(attrs={"maxlength": length})
    return StoredText(label=label, max_length=length, required=False, widget=widget)
