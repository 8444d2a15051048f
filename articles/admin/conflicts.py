"""Two texts that grew from one base: what each changed, and both joined, to go on with."""

from __future__ import annotations

import json
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles import presenting
from articles.errors import InputRefused
from articles.models import Article
from articles.workflow.filling import fill

from .content_form import LISTS, ContentForm, content_of
from .merging import Joined, Whose, joined

MOST = 200_000
"""Characters of two bodies that are compared while somebody waits; about 35,000 words."""


WORDS: dict[Whose, Any] = {
    Whose.MINE: _("changed by you alone; yours stays"),
    Whose.THEIRS: _("changed by them alone; taken over"),
    Whose.ROWS: _("changed by both, in different rows; all of it is kept"),
    Whose.BOTH: _("changed by both; yours stands until you take words of theirs"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that somebody changed, both texts whole, to read and copy."""

    name: str
    label: str
    theirs: str
    mine: str
    whose: Whose

    @property
    def words(self) -> str:
        """Whose change it is, and what becomes of it."""
        return str(WORDS[self.whose])

    @property
    def rows(self) -> int:
        return min(24, max(2, self.theirs.count("\n") + 2, self.mine.count("\n") + 2))


class Conflict:
    """A valid form against the article as it stands now.

    A field that one side changed since the form's base has that side's value, whatever is done
    next (``merging``). Where both changed it, mine stands and theirs is shown beside it.
    """

    def __init__(self, form: ContentForm, article: Article) -> None:
        self.form, self.article = form, article

    @cached_property
    def joined(self) -> dict[str, Joined]:
        begun_with = content_of(self.article, self.form.cleaned_data["base"])
        return joined(begun_with, self._mine, self.article.content)

    @cached_property
    def _mine(self) -> dict[str, Any]:
        """What was typed, as it would be stored; as typed where it could not be."""
        stored = self._stored(self.form.content)
        return stored.content if stored else self.form.content

    @cached_property
    def merged(self) -> Article | None:
        """The article as it would be stored now; ``None`` where it could not be."""
        return self._stored({name: field.value for name, field in self.joined.items()})

    def _stored(self, content: dict[str, Any]) -> Article | None:
        wanted = copy(self.article)
        try:
            fill(wanted, content)
        except (InputRefused, ValidationError):
            return None
        return wanted

    @property
    def has_mine(self) -> bool:
        """Whether anything of mine is left to save."""
        return any(field.value != self.article.content[n] for n, field in self.joined.items())

    @cached_property
    def differences(self) -> list[Difference]:
        theirs = self.article.content
        return [
            Difference(
                name,
                str(self.form[name].label),
                *self._both(name, theirs[name], self._mine[name]),
                field.whose,
            )
            for name, field in self.joined.items()
            if field.whose is not Whose.NOBODY
        ]

    def _both(self, name: str, theirs: Any, mine: Any) -> tuple[str, str]:
        shown = self.form.shown(name, theirs), self.form.shown(name, mine)
        if name in LISTS and shown[0] == shown[1]:
            # They print alike, and differ in what is stored behind the line.
            return _json(theirs), _json(mine)
        return shown

    @cached_property
    def fields(self) -> list[presenting.FieldLine]:
        """What differs beside the body, as a review shows it."""
        return presenting.field_lines(self.article, self.merged) if self.merged else []

    @cached_property
    def is_too_long(self) -> bool:
        bodies = (self.article.body, self.merged.body if self.merged else "")
        return bodies[0] != bodies[1] and sum(map(len, bodies)) > MOST

    @cached_property
    def parts(self) -> list[presenting.Piece | presenting.Folded]:
        """The redline from their body to mine; empty where there is none to show."""
        if self.merged is None or self.is_too_long or self.merged.body == self.article.body:
            return []
        found = presenting.shown(
            self.article.body,
            self.merged,
            references=self.article.references,
            first=len(self.fields) + 1,
        )
        return presenting.folded(found.pieces)

    @cached_property
    def carried(self) -> list[str]:
        """Hidden inputs with what was typed and what they changed, upon what stands now.

        References travel as CSL-JSON where they are not all behind the lines of the new base.
        """
        values = {name: field.value for name, field in self.joined.items()}
        values |= {"base": self.article.content_digest, "clashes": " ".join(self._clashes)}
        if not all(item in self.article.references for item in values["references"]):
            values["references"] = _json(values["references"])
        hidden = forms.HiddenInput()
        return [
            hidden.render(name, self.form.fields[name].prepare_value(value))
            for name, value in values.items()
        ]

    @property
    def _clashes(self) -> list[str]:
        """Fields that both changed, now or in a conflict that this form came from."""
        before = {name for name, _theirs in self.form.theirs}
        return [
            name
            for name, field in self.joined.items()
            if field.whose is Whose.BOTH or (field.whose is Whose.MINE and name in before)
        ]


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)
