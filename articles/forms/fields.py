"""The fields that a transition may ask for, filled with what the rules say of each choice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import roles
from articles.days import editorial_date
from articles.models import Article, Review, Signature
from articles.workflow import guards
from articles.workflow.case import Case
from articles.workflow.effects import DEFAULT_DAYS
from articles.workflow.transitions import Transition

from .text import StoredText

NOTES: Mapping[str, tuple[Any, Any]] = {
    "submit": (
        gettext_lazy("Note to the reviewers"),
        gettext_lazy("What changed, and where you want a second look."),
    ),
    "publish": (
        gettext_lazy("Change note for readers"),
        gettext_lazy("What is new in this edition, in a sentence. Kept with the release."),
    ),
    "request_changes": (
        gettext_lazy("What must change"),
        gettext_lazy("The writer works from this note."),
    ),
    "withdraw": (gettext_lazy("Why it is withdrawn"), gettext_lazy("Part of what you sign.")),
    "withdraw_signature": (
        gettext_lazy("Why it is withdrawn"),
        gettext_lazy("Part of what you sign."),
    ),
}
"""Label and help of the note, by transition; a sign-off has none: nothing is added to it."""


def note(transition: Transition) -> forms.Field:
    label, help_text = NOTES.get(transition.name, (_("Note"), _("Kept on record.")))
    attributes = {"rows": 4, **({"required": True} if transition.needs_note else {})}
    widget = forms.Textarea(attrs=attributes)
    field = StoredText(
        label=label, help_text=help_text, required=False, max_length=5000, widget=widget
    )
    return field if not transition.needs_note else _wanted(field)


def _wanted(field: forms.Field) -> forms.Field:
    """Mark a field that must not stay empty. The engine says so, with every other reason."""
    field.may_stay_empty = False  # type: ignore[attr-defined]  # read by templates
    return field


def due_date() -> forms.Field:
    field = forms.DateField(
        label=_("Due date"),
        help_text=_("The day by which you want their decision."),
        initial=editorial_date(timezone.now()) + dt.timedelta(days=DEFAULT_DAYS),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        required=False,
        error_messages={"invalid": _("Write the date as 2026-03-14.")},
    )
    return _wanted(field)


def password() -> forms.Field:
    field = forms.CharField(
        label=_("Your password"),
        help_text=_("Asked at every signature, so that nobody signs from a screen left open."),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "required": True}),
    )
    return _wanted(field)


class NeverGivenBack(forms.TextInput):
    """What was typed is not shown again: a code that was not used yet is still good."""

    def format_value(self, value: object) -> None:  # noqa: ARG002 (Django's signature)
        return None


def code() -> forms.Field:
    field = forms.CharField(
        label=_("Code of your authenticator app"),
        help_text=_(
            "Asked at the first signature of a series. A recovery code does in its place, once."
        ),
        required=False,
        max_length=20,
        widget=NeverGivenBack(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "required": True,
                "class": "short",
            }
        ),
    )
    return _wanted(field)


def interest_is_open(article: Article, actor: User) -> bool:
    """Whether the signer still has to say if an interest bears on the article."""
    said = Review.objects.filter(
        round=article.round_id, reviewer__user=actor, interest_at__isnull=False
    )
    return not said.exists()


def no_interest() -> forms.Field:
    field = forms.BooleanField(
        label=_("No interest of mine bears on this article"),
        help_text=_("If one does, do not sign yet: name it on the review page, an editor decides."),
        required=False,
        widget=forms.CheckboxInput(attrs={"required": True}),
    )
    return _wanted(field)


def withdrawable(article: Article, actor: User) -> list[Signature]:
    """The signatures on an article that this person may withdraw, asked of the rule itself."""
    held = roles.permissions_of(actor)
    given = article.signatures.medical().standing().select_related("record", "withdrawal")
    about: dict[str, Any] = {
        "article": article,
        "actor": actor,
        "at": timezone.now(),
        "permissions": held,
    }
    return [
        signature
        for signature in given.order_by("signed_at")
        if not any(
            guards.signature_is_theirs_to_withdraw(Case(**about, inputs={"signature": signature}))
        )
    ]
