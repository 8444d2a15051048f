"""Two texts that grew from one base: what differs, and the typed one whole, to go on with."""

from __future__ import annotations

import json
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles import presenting
from articles.canonical import CONTENT_FIELDS
from articles.errors import InputRefused
from articles.models import Article
from articles.workflow.filling import fill

from .content_form import LISTS, ContentForm

MOST = 200_000
"""Characters of two bodies that are compared while somebody waits; about 35,000 words."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field where the saved text and the typed one differ, both whole, to read and copy."""

    name: str
    label: str
    theirs: str
    mine: str

    @property
    def rows(self) -> int:
        return min(24, max(2, self.theirs.count("\n") + 2, self.mine.count("\n") + 2))


class Conflict:
    """A valid form against the article as it stands now."""

    def __init__(self, form: ContentForm, article: Article) -> None:
        self.form, self.article = form, article

    @cached_property
    def mine(self) -> Article | None:
        """The article as it would be stored; ``None`` where it could not be."""
        wanted = copy(self.article)
        try:
            fill(wanted, self.form.content)
        except (InputRefused, ValidationError):
            return None
        return wanted

    @cached_property
    def differences(self) -> list[Difference]:
        theirs = self.article.content
        mine = self.mine.content if self.mine else self.form.content
        return [
            Difference(
                name, str(self.form[name].label), *self._both(name, theirs[name], mine[name])
            )
            for name in CONTENT_FIELDS
            if theirs[name] != mine[name]
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
        return presenting.field_lines(self.article, self.mine) if self.mine else []

    @cached_property
    def is_too_long(self) -> bool:
        bodies = (self.article.body, self.mine.body if self.mine else "")
        return bodies[0] != bodies[1] and sum(map(len, bodies)) > MOST

    @cached_property
    def parts(self) -> list[presenting.Piece | presenting.Folded]:
        """The redline from their body to mine; empty where there is none to show."""
        if self.mine is None or self.is_too_long or self.mine.body == self.article.body:
            return []
        found = presenting.shown(
            self.article.body,
            self.mine,
            references=self.article.references,
            first=len(self.fields) + 1,
        )
        return presenting.folded(found.pieces)

    @cached_property
    def carried(self) -> list[str]:
        """Hidden inputs with the content that was typed, upon what stands now.

        References travel as CSL-JSON where they are not all behind the lines of the new base.
        """
        values = {**self.form.content, "base": self.article.content_digest}
        if not all(item in self.article.references for item in values["references"]):
            values["references"] = _json(values["references"])
        hidden = forms.HiddenInput()
        return [
            hidden.render(name, self.form.fields[name].prepare_value(value))
            for name, value in values.items()
        ]


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)
