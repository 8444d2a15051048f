"""A policy's checklist as an editor writes it: one question on each line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from articles import checklists
from articles.content.slugs import slug
from articles.models import Checklist, ReviewPolicy

from .answered import Answered
from .text import StoredText

BAR = " | "
"""Between a question and its help."""
CODE = 48
"""Characters of a code."""


class ChecklistForm(Answered):
    """The questions, whether references are ticked, and the version they were written over."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    questions = StoredText(
        label=_("Questions"),
        help_text=_(
            "One on each line, at most 12; what helps to answer it may follow after “ | ”. "
            "They are answered with yes, no or not applicable, a “no” with a note."
        ),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    checks_references = forms.BooleanField(
        label=_("Every reference is marked as checked before the sign-off"), required=False
    )
    reason = StoredText(
        label=_("Why it changes"),
        help_text=_("Kept with the version, for whoever reads it in ten years."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "required": True}),
    )

    def __init__(
        self, policy: ReviewPolicy, before: Checklist | None, data: Mapping[str, Any] | None = None
    ) -> None:
        initial = {
            "base": before.version if before else 0,
            "questions": as_lines(before),
            "checks_references": bool(before and before.checks_references),
        }
        super().__init__(data, initial=initial)
        self.policy, self.before = policy, before

    def put_in_use(self, actor: User) -> bool:
        """Raises ``PermissionDenied`` and ``TransitionRefused``; input is refused in the form."""
        return self.done(
            lambda: checklists.put_in_use(
                self.policy,
                from_lines(self.cleaned_data["questions"], self.before),
                checks_references=self.cleaned_data["checks_references"],
                actor=actor,
                reason=self.cleaned_data["reason"],
                base=self.cleaned_data["base"],
            )
        )


def as_lines(checklist: Checklist | None) -> str:
    asked = checklist.questions if checklist else []
    return "\n".join(
        BAR.join(filter(None, (each["question"], each.get("help", "")))) for each in asked
    )


def from_lines(lines: str, before: Checklist | None) -> list[dict[str, str]]:
    """A question that stays keeps its code, so that answers of several rounds can be compared."""
    codes = {each["question"]: each["code"] for each in (before.questions if before else [])}
    taken, found = set[str](), []
    for line in filter(None, (" ".join(line.split()) for line in lines.splitlines())):
        question, _bar, help_text = line.partition(BAR)
        code = codes.get(question) or _free(question, taken | set(codes.values()))
        codes[question] = code
        taken.add(code)
        found.append({"code": code, "question": question, "help": help_text})
    return found


def _free(question: str, taken: set[str]) -> str:
    """A code from the question's words, with a number behind it where another has it."""
    stem = slug(question)[: CODE - 3].strip("-") or "question"
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)
