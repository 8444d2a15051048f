"""Whom to ask: a short list for the page, everybody who may be asked for the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.credentials import candidates
from articles.credentials.candidates import Candidate
from articles.days import editorial_date
from articles.errors import InputRefused
from articles.models import Article, Reviewer, ReviewPolicy
from articles.workflow import rounds

from .picking import RowsField

MOST_PICKED = 50
"""More than anybody asks at once; an address may say anything."""


def picked_of(values: Iterable[str]) -> list[int]:
    """Reviewers as an address or a form names them; what is no number is left out."""
    named = (int(value) for value in values if value.isdecimal() and len(value) < 16)
    return list(dict.fromkeys(named))[:MOST_PICKED]


class ReviewersField(RowsField):
    """Those picked or asked last time, then the best candidates, each with their standing today.

    ``picked``: keys of reviewers; without any, those of the last round are ticked. Whoever else has
    an account may be named as well: the page where one looks for them leads here.
    """

    may_stay_empty = False

    def __init__(self, article: Article, actor: User, picked: Sequence[int] = ()) -> None:
        last = article.rounds.order_by("-number").first()
        before = list(last.reviews.values_list("reviewer_id", flat=True)) if last else []
        super().__init__(
            Reviewer.objects.filter(user__isnull=False, is_active=True),
            label=_("Reviewers"),
            help_text=self._help(article, picked),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=picked or before,
            error_messages={
                "invalid_choice": _("No. %(value)s is no reviewer who can be asked."),
                "invalid_pk_value": _("“%(pk)s” is no reviewer."),
            },
        )
        self.writers = (article.owner_id, actor.pk)
        offered = _offered(article, [*picked, *before])
        self.choices = [(c.reviewer.pk, self._label(c)) for c in offered]

    def _help(self, article: Article, picked: Sequence[int]) -> SafeString:
        address = reverse("choose-reviewers", args=[article.slug])
        kept = "&".join(f"reviewers={key}" for key in picked)
        return format_html(
            '{} <a href="{}">{}</a>',
            _("You may ask somebody who cannot sign today; they cannot sign yet."),
            f"{address}?{kept}" if kept else address,
            _("Choose among all reviewers, with the reasons for and against each"),
        )

    def _label(self, candidate: Candidate) -> SafeString:
        count = candidate.open_reviews
        load = ngettext("%s open review", "%s open reviews", count) % count
        said = " · ".join([self._standing(candidate), load, *_away(candidate)])
        return format_html("{} <small>{}</small>", candidate.reviewer.printed_name, said)

    def _standing(self, candidate: Candidate) -> str:
        try:
            rounds.must_be_free_to_review(candidate.reviewer, *self.writers)
        except InputRefused as refused:
            return str(capfirst(refused.message))
        if candidate.verdict.may_sign:
            return candidate.word
        reasons = " ".join(refusal.message for refusal in candidate.against)
        return _("cannot sign today: %s") % reasons


def _away(candidate: Candidate) -> list[str]:
    return [_("away")] if candidate.is_away else []


def _offered(article: Article, picked: Sequence[int]) -> list[Candidate]:
    """Nobody where no policy says what is needed: submitting is refused for that very reason."""
    policy = ReviewPolicy.objects.applying_to(article)
    if policy is None:
        return []
    now = timezone.now()
    today = editorial_date(now)
    return candidates.shortlist(article, policy, on=today, known_at=now, picked=picked)


class ManyReviewersField(RowsField):
    """Reviewers ticked in a table of candidates, which draws the boxes itself."""

    def __init__(self) -> None:
        super().__init__(
            Reviewer.objects.all(),
            label=gettext_lazy("Reviewers"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": gettext_lazy("Tick at least one reviewer."),
                "invalid_choice": gettext_lazy("No. %(value)s is no reviewer."),
                "invalid_pk_value": gettext_lazy("“%(pk)s” is no reviewer."),
            },
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.printed_name)
