"""What an officer says of a claimed reviewer: which credential is meant, or which person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.credentials import claims
from articles.errors import Refusal, TransitionRefused
from articles.forms.text import StoredText
from articles.models import Credential, ImportClaim, Reviewer

FOUND = 25
"""People that one search shows."""


class ResolveForm(forms.Form):
    """One row of those that were found, and why. Each kind below says what to choose from
    (``choices``), and does it (``resolve``: a sentence; ``InputRefused``, ``TransitionRefused``).
    """

    heading: str | Promise
    intro: str | Promise
    button: str | Promise
    label: Any

    reason = StoredText(
        label=gettext_lazy("Why"),
        max_length=500,
        help_text=gettext_lazy("Stands in the history and in the ledger."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, claim: ImportClaim, choices: Any, data: Any = None) -> None:
        super().__init__(data)
        self.claim = claim
        self.fields["chosen"] = forms.TypedChoiceField(
            label=self.label,
            choices=list(choices),
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one, or search again.")},
        )
        self.order_fields(["chosen", "reason"])


def _people(asked: str) -> QuerySet[Reviewer]:
    """Active reviewers whose name holds what was looked for."""
    found = Reviewer.objects.filter(is_active=True, name__icontains=asked)
    return found.order_by("name", "pk")


class LinkForm(ResolveForm):
    heading = gettext_lazy("Link to a credential")
    intro = gettext_lazy(
        "Say which credential on record the line means. Nothing is verified by it."
    )
    button = gettext_lazy("Link it")
    label = gettext_lazy("Credential")

    def __init__(self, claim: ImportClaim, asked: str, data: Any = None) -> None:
        super().__init__(claim, self.choices(asked), data)

    @staticmethod
    def choices(asked: str) -> Iterator[tuple[int, str]]:
        held = Credential.objects.filter(reviewer__in=_people(asked)[:FOUND].values("pk"))
        for credential in held.select_related("reviewer", "certificate__board"):
            yield credential.pk, str(credential)

    def resolve(self, actor: Any) -> str:
        credential = Credential.objects.select_related("reviewer").get(
            pk=self.cleaned_data["chosen"]
        )
        claims.link(self.claim, credential, actor=actor, reason=self.cleaned_data["reason"])
        return _("The line means “%s” now.") % credential


class MergeForm(ResolveForm):
    heading = gettext_lazy("Merge into a person on record")
    intro = gettext_lazy(
        "The name from the file is somebody on record: every line with this name moves to them, "
        "a certificate they do not have yet comes along unverified, and the name is set aside."
    )
    button = gettext_lazy("Merge")
    label = gettext_lazy("Person on record")

    def __init__(self, claim: ImportClaim, asked: str, data: Any = None) -> None:
        super().__init__(claim, self.choices(claim, asked), data)

    @staticmethod
    def choices(claim: ImportClaim, asked: str) -> Iterator[tuple[int, str]]:
        others = _people(asked).exclude(pk=claim.reviewer_id or 0)
        for reviewer in others.select_related("user")[:FOUND]:
            account = reviewer.user.get_username() if reviewer.user else _("no account")
            yield reviewer.pk, f"{reviewer.printed_name} ({account})"

    def resolve(self, actor: Any) -> str:
        if self.claim.reviewer is None:
            nothing = Refusal("no_claim", _("This file claims no reviewer."))
            raise TransitionRefused("merge", [nothing])
        into = Reviewer.objects.get(pk=self.cleaned_data["chosen"])
        reason = self.cleaned_data["reason"]
        moved = claims.merge(self.claim.reviewer, into, actor=actor, reason=reason)
        return _("Merged into %(into)s; lines moved: %(moved)s.") % {"into": into, "moved": moved}
