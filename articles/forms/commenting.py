"""Forms about words under review: a comment, a turn in its thread."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from articles.stages import RemarkKind, Severity
from articles.workflow.anchoring import Chosen

from .answered import Answered
from .text import StoredText

LONG = 10_000
WORDS = 2_000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CommentForm(Answered):
    """Words, what is wrong with them, and perhaps what should stand there instead."""

    exact = StoredText(
        label=gettext_lazy("The words it is about"),
        help_text=gettext_lazy("As they stand in the text. Empty: the whole text."),
        required=False,
        max_length=WORDS,
        widget=_area(3),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("How much it matters"),
        choices=[
            (Severity.SUGGESTION, gettext_lazy("Suggestion: the writer decides")),
            (Severity.MUST_FIX, gettext_lazy("Must fix: nobody signs while it is open")),
        ],
        initial=Severity.SUGGESTION,
        widget=forms.RadioSelect,
    )
    text = StoredText(
        label=gettext_lazy("Your comment"), required=False, max_length=LONG, widget=_area(4)
    )
    wording = StoredText(
        label=gettext_lazy("Better wording"),
        help_text=gettext_lazy("Stands in place of the words if the writer takes it: one click."),
        required=False,
        max_length=LONG,
        widget=_area(2),
    )
    remove = forms.BooleanField(label=gettext_lazy("Take these words out"), required=False)
    before = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    after = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    near = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        """As ``workflow.commenting.comment`` takes it."""
        given = self.cleaned_data
        quote = Chosen(given["exact"], given["before"], given["after"], given["near"])
        wording = given["wording"].strip() or ("" if given["remove"] else None)
        named = {name: given[name] for name in ("text", "severity", "token", "seen")}
        return {**named, "quote": quote, "wording": wording}


class TurnForm(Answered):
    """What somebody does in a thread, and the words that go with it."""

    turn = forms.ChoiceField(choices=RemarkKind.choices)
    text = StoredText(label=gettext_lazy("Your words"), required=False, max_length=LONG)
    base = forms.CharField(required=False)
    token = forms.UUIDField()


def new_token() -> uuid.UUID:
    """For one form: sent twice, it is recorded once."""
    return uuid.uuid4()


def token_for(page: str, block: str) -> uuid.UUID:
    """The token of the form that a link on one page leads to: whoever goes back to that form and
    sends it again sends the same. ``page``: what the page's links carry.
    """
    try:
        return uuid.uuid5(uuid.UUID(page), block)
    except ValueError:
        return new_token()
