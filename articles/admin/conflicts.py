"""Two texts that grew from one base: where they differ, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.canonical import CONTENT_FIELDS
from articles.errors import InputRefused
from articles.models import Article
from articles.workflow.drafting import fill

from .content_form import LISTS, ContentForm

MOST_LINES = 4000
"""A longer text is shown whole, without the line by line, which would take too long."""


@dataclass(frozen=True, slots=True)
class Line:
    """``kind``: ``del`` (only theirs), ``ins`` (only mine), or ``same`` (how many of both)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field where the saved text and the typed one differ."""

    name: str
    label: str
    theirs: str
    mine: str

    @property
    def rows(self) -> int:
        return min(24, max(2, self.theirs.count("\n") + 2, self.mine.count("\n") + 2))

    @property
    def lines(self) -> list[Line]:
        theirs, mine = self.theirs.split("\n"), self.mine.split("\n")
        return list(_lines(theirs, mine)) if max(len(theirs), len(mine)) <= MOST_LINES else []


def differences(form: ContentForm, article: Article) -> list[Difference]:
    """Every field where a valid form differs from the content that stands now."""
    theirs, mine = article.content, _as_it_would_be_stored(article, form)
    return [
        Difference(name, str(form[name].label), *_both(form, name, theirs[name], mine[name]))
        for name in CONTENT_FIELDS
        if theirs[name] != mine[name]
    ]


def _as_it_would_be_stored(article: Article, form: ContentForm) -> dict[str, Any]:
    wanted = copy(article)
    try:
        fill(wanted, form.content)
    except (InputRefused, ValidationError):
        return form.content
    return wanted.content


def _both(form: ContentForm, name: str, theirs: Any, mine: Any) -> tuple[str, str]:
    shown = form.shown(name, theirs), form.shown(name, mine)
    if name in LISTS and shown[0] == shown[1]:
        # They print alike, and differ in what is stored behind the line.
        return _json(theirs), _json(mine)
    return shown


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)


def _lines(theirs: list[str], mine: list[str]) -> Iterator[Line]:
    for tag, a, b, c, d in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes():
        if tag == "equal":
            count = ngettext("%d line is the same", "%d lines are the same", b - a) % (b - a)
            yield Line("same", count)
            continue
        yield from (Line("del", line or _("(an empty line)")) for line in theirs[a:b])
        yield from (Line("ins", line or _("(an empty line)")) for line in mine[c:d])


def carried(form: ContentForm, article: Article) -> list[str]:
    """Hidden inputs with the content that was typed, upon what stands now.

    References travel as CSL-JSON where they are not all behind the lines of the new base.
    """
    values = {**form.content, "base": article.content_digest}
    if not all(item in article.references for item in values["references"]):
        values["references"] = _json(values["references"])
    hidden = forms.HiddenInput()
    return [
        hidden.render(name, form.fields[name].prepare_value(value))
        for name, value in values.items()
    ]
