"""The acts on many articles: what each asks for, and what it does to one of them.

Each is an existing verb, done by the person who asks, to one article at a time. The verb judges.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import specialties, workflow
from articles.forms import fields
from articles.forms.text import StoredText
from articles.models import Article, Review
from articles.workflow import reviews

from .bulk_choosing import Listed
from .bulk_forms import BulkForm, Did, PeopleForm


class SubmitForm(PeopleForm):
    label = gettext_lazy("Submit for medical review")
    intro = gettext_lazy(
        "Freezes the text of each article as it is now, and asks the reviewers you name. With "
        "nobody ticked, each article goes to those of its last round."
    )
    permission = "submit_article"
    transition = "submit"

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.ask_due_date(required=False)
        self.fields["note"] = fields.note(workflow.TRANSITIONS["submit"])

    def do(self, article: Article, as_listed: Listed) -> Did:
        given = {name: value for name, value in self.cleaned_data.items() if value}
        done = workflow.perform("submit", article, actor=self.actor, **given)
        said, cautions = self.asked(done, [review.reviewer for review in _invited(done)])
        return Did(f"{_('Submitted.')} {said}", cautions=cautions)


class AssignForm(PeopleForm):
    label = gettext_lazy("Ask reviewers")
    intro = gettext_lazy(
        "Asks them in the open review of each article, beside those asked already."
    )
    permission = "assign_review"

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reviewers"].required = True
        self.fields["reviewers"].error_messages["required"] = _("Tick at least one reviewer.")
        self.ask_due_date()

    def do(self, article: Article, as_listed: Listed) -> Did:
        made = reviews.assign(article, actor=self.actor, **self.cleaned_data)
        if not made:
            return Did(_("All of them are asked already."), changed=False)
        said, cautions = self.asked(article, [review.reviewer for review in made])
        return Did(said, cautions=cautions)


class DueForm(BulkForm):
    label = gettext_lazy("Set the due date")
    intro = gettext_lazy("The day by which everybody is to decide who has not decided yet.")
    permission = "assign_review"

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.ask_due_date()

    def do(self, article: Article, as_listed: Listed) -> Did:
        due_on: dt.date = self.cleaned_data["due_on"]
        day = date_format(due_on, "j M Y")
        before = article.round.due_on if article.round else None
        moved = reviews.set_due(article, due_on, actor=self.actor)
        if not moved and before == due_on:
            return Did(_("%s is its day already.") % day, changed=False)
        count = ngettext("%s open review", "%s open reviews", len(moved)) % len(moved)
        return Did(_("Due on %(day)s now: %(count)s.") % {"day": day, "count": count})


class SpecialtyForm(BulkForm):
    label = gettext_lazy("Change the specialty")
    intro = gettext_lazy(
        "The specialty is part of what a physician signs, so each article gets a new version. It "
        "decides which reviewers count as specialists, and which policy applies."
    )
    permission = "draft_article"
    keeps_text = False

    specialty = forms.ChoiceField(
        label=gettext_lazy("Specialty"), choices=[("", "–"), *specialties.CHOICES]
    )
    reason = StoredText(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=forms.TextInput,
        help_text=gettext_lazy("Stands in the history of each article."),
    )

    def do(self, article: Article, as_listed: Listed) -> Did:
        said = {"reason": self.cleaned_data["reason"], "base": as_listed.digest}
        changes = {"specialty": self.cleaned_data["specialty"]}
        saved = workflow.save_draft(article, changes, actor=self.actor, **said)
        label = saved.get_specialty_display()
        if saved.version == article.version:
            return Did(_("Its specialty is %s already.") % label, changed=False)
        told = {"version": saved.version, "label": label}
        return Did(_("Version %(version)s has the specialty %(label)s.") % told)


def _invited(article: Article) -> Iterable[Review]:
    """The invitations of the round that an article is in."""
    return Review.objects.filter(round=article.round_id).select_related("reviewer").order_by("pk")


ACTS: dict[str, type[BulkForm]] = {
    "submit": SubmitForm,
    "assign": AssignForm,
    "due": DueForm,
    "specialty": SpecialtyForm,
}
"""In the order in which the list offers them."""
