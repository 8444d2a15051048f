"""What an act on many articles asks for: the fields that several acts share."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from articles.days import editorial_date
from articles.forms import fields, picked_of
from articles.models import Article, Reviewer

from .bulk_choosing import Listed
from .bulk_people import PeopleField, Verdicts, names_of


@dataclass(frozen=True, slots=True)
class Did:
    """What became of one article. ``changed``: false where it was so already. ``cautions``: what
    to know beside it.
    """

    said: str
    changed: bool = True
    cautions: tuple[str, ...] = ()


class BulkForm(forms.Form):
    """``label``: as the list names the act; ``permission``: who may do it at all.

    ``data``: what is to be done; ``typed``: what a page sent that only looks for people.
    """

    label: ClassVar[str | Promise]
    intro: ClassVar[str | Promise]
    permission: ClassVar[str]
    transition: ClassVar[str] = ""
    """The transition that it does, if it does one: each article is judged by it beforehand."""
    keeps_text = True
    """Whether it is about the very words and round that were listed; else it checks them itself."""
    searches = False

    def __init__(
        self, articles: Sequence[Article], actor: User, data: Any = None, typed: Any = None
    ) -> None:
        super().__init__(data, initial=typed.dict() if typed else {})
        self.articles, self.actor = articles, actor
        self.sent = data or typed

    @abstractmethod
    def do(self, article: Article, as_listed: Listed) -> Did:
        """The act, on one article. Raises what the verb raises."""

    def ask_due_date(self, *, required: bool = True) -> None:
        field = fields.due_date()
        field.required = required
        field.error_messages["required"] = _("Say by which day.")
        self.fields["due_on"] = field

    def clean_due_on(self) -> dt.date | None:
        """Said once, before it would be said of every article."""
        due_on: dt.date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < editorial_date(timezone.now()):
            raise forms.ValidationError(_("The due date lies in the past."))
        return due_on


class PeopleForm(BulkForm):
    """An act that asks reviewers."""

    searches = True

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        ticks = self.sent.getlist("reviewers") if self.sent else []
        self.search = self.sent.get("find", "").replace("\0", "").strip()[:100] if self.sent else ""
        self.initial["reviewers"] = ticks
        self.fields["reviewers"] = PeopleField(self.articles, picked_of(ticks), self.search)
        self.verdicts = Verdicts()

    def asked(self, article: Article, people: Sequence[Reviewer]) -> tuple[str, tuple[str, ...]]:
        """Who was asked, in words, and what stands against a signature of theirs today."""
        said = _("Asked to review: %s.") % names_of(people)
        return said, tuple(self.verdicts.cautions(article, people))
