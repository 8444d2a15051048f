"""What people type, made ready for the engine. The engine judges; a form only reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Article, Signature
from articles.signing import Authentication
from articles.stages import Stage
from articles.workflow.transitions import Transition

from . import fields
from .answered import Answered
from .asking import ReviewersField, picked_of
from .text import StoredText

__all__ = ["ArticleFilter", "DeclineForm", "SigningForm", "TransitionForm", "picked_of"]


class TransitionForm(Answered):
    """One form for every transition that signs nothing: its fields follow from the ``Transition``.

    ``picked``: keys of reviewers to offer first. ``perform`` hands what was typed to the engine
    and raises what the engine raises.
    """

    def __init__(
        self,
        transition: Transition,
        article: Article,
        actor: User,
        *,
        picked: Sequence[int] = (),
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.transition, self.article, self.actor = transition, article, actor
        if transition.name == "submit":
            self.fields["reviewers"] = ReviewersField(article, actor, picked)
            self.fields["due_on"] = fields.due_date()
        self.fields["note"] = fields.note(transition)

    def clean_reviewers(self) -> list[Any]:
        return list(self.cleaned_data["reviewers"])

    def perform(self) -> Article:
        """Raises ``PermissionDenied``, ``TransitionRefused`` and ``InputRefused``."""
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return workflow.perform(self.transition.name, self.article, actor=self.actor, **given)


class SigningForm(Answered):
    """What is typed to sign: a reason, an answer about interests, the password, a code.

    The ticket comes from the page, not from here.
    """

    def __init__(
        self,
        transition: Transition,
        article: Article,
        actor: User,
        *,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.transition, self.article, self.actor = transition, article, actor
        if transition.name != "sign_off":
            self.fields["note"] = fields.note(transition)
        elif fields.interest_is_open(article, actor):
            self.fields["no_interest"] = fields.no_interest()
        self.fields["password"] = fields.password()
        self.fields["code"] = fields.code()

    def perform(self, *, ticket: str, session: str, signature: Signature | None) -> Article:
        """Raises ``PermissionDenied``, ``TransitionRefused`` and ``InputRefused``."""
        given = dict(self.cleaned_data)
        authentication = Authentication(
            ticket=ticket, session=session, password=given.pop("password"), code=given.pop("code")
        )
        if signature is not None:
            given["signature"] = signature
        return workflow.perform(
            self.transition.name,
            self.article,
            actor=self.actor,
            authentication=authentication,
            **given,
        )


class DeclineForm(forms.Form):
    reason = StoredText(
        label=gettext_lazy("Why you decline"),
        help_text=gettext_lazy("The managing editor sees it and asks somebody else."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class ArticleFilter(forms.Form):
    """What the list of articles may be narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Title contains"), required=False, max_length=100, strip=True
    )
    stage = forms.ChoiceField(choices=Stage, required=False, widget=forms.HiddenInput)
    mine = forms.BooleanField(label=gettext_lazy("Only mine"), required=False)
    overdue = forms.BooleanField(label=gettext_lazy("Only overdue"), required=False)
