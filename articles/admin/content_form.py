"""The form in which writers edit what a physician will sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from articles.canonical import CONTENT_FIELDS
from articles.content import citations
from articles.content.bibliography.renaming import renamed
from articles.errors import InputRefused
from articles.forms.answered import place
from articles.forms.text import StoredText
from articles.models import Article

from .lines import AuthorsField, ReferencesField, TopicsField
from .reference_rows import Rows
from .reference_widget import ReferenceRows

LISTS = ("references", "authors", "topics")

SECTIONS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_("Text"), {"fields": ["title", "summary"]}),
    (_("References"), {"fields": ["references"]}),
    (
        _("Audience and topics"),
        {"fields": [("article_type", "audience"), ("specialty", "locale"), "topics"]},
    ),
    (_("Authors and disclosure"), {"fields": ["authors", "funding"]}),
)
"""Django's fieldsets, without the body, which has an editor of its own, and without the reason,
which stands beside the buttons that save.
"""


def _asked(name: str, **options: Any) -> Any:
    """The form field of a signed column, with the model's words."""
    field: Any = Article._meta.get_field(name)
    return field.formfield(**options)


def _area(rows: int) -> AdminTextareaWidget:
    return AdminTextareaWidget(attrs={"rows": rows})


class ContentForm(forms.Form):
    """Every signed column and nothing else: what else is posted reaches nothing.

    ``base`` is the digest that the form started from.
    """

    title = _asked("title", widget=AdminTextInputWidget)
    summary = _asked("summary", strip=False, widget=_area(3))
    body = _asked("body", required=False, strip=False, widget=_area(28))
    references = ReferencesField(label=_("References"))
    article_type = _asked("article_type")
    audience = _asked("audience")
    specialty = _asked("specialty")
    locale = _asked("locale", widget=AdminTextInputWidget)
    topics = TopicsField(
        label=_("Topics"),
        widget=_area(3),
        help_text=_("A system and a code, one topic a line: MeSH D008180."),
    )
    authors = AuthorsField(
        label=_("Authors as printed"), widget=_area(2), help_text=_("One name a line.")
    )
    funding = _asked("funding", strip=False, widget=_area(2))
    reason = StoredText(
        label=_("What did you change?"),
        required=False,
        max_length=500,
        widget=AdminTextInputWidget(attrs={"aria-required": "true"}),
        help_text=_("Stands in the history."),
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    clashes = forms.CharField(required=False, widget=forms.HiddenInput)
    """Names of fields that somebody else changed too, where the form came from a conflict."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, article: Article | None = None, **more: Any
    ) -> None:
        if article is not None:
            saved = {**article.content, "base": article.content_digest}
            more["initial"] = saved | more.get("initial", {})
        super().__init__(data, **more)
        self._begun_with = content_of(article, str((data or {}).get("base", "")))
        for text in (self._begun_with, article and article.content):
            for name in LISTS if text else ():
                # Lists have fields of lines, and a text that is nothing has no lists.
                self.fields[name].know(text[name])  # type: ignore[attr-defined,index]
        self.reference_widget.read = self._references.rows
        self.reference_widget.citing = lambda: str(self["body"].value() or "")
        self.renamed: dict[str, str] = {}
        """Cited keys that were changed, old and new; set by ``clean``."""

    @property
    def _references(self) -> ReferencesField:
        return cast("ReferencesField", self.fields["references"])

    @property
    def reference_widget(self) -> ReferenceRows:
        return cast("ReferenceRows", self._references.widget)

    @property
    def reference_rows(self) -> Rows:
        """The references as they stand in the form, saved or not."""
        return self._references.rows(self["references"].value())

    def clean(self) -> dict[str, Any]:
        """A changed key is changed in the body too. What waits to be added is not saved past."""
        rows = self["references"].value()
        if isinstance(rows, Rows):
            if self.data.keys() & {"_save", "_continue"}:
                self._refuse_waiting(rows)
            body = self.cleaned_data.get("body", "")
            cited = set(citations.cited(body))
            self.renamed = {old: new for old, new in rows.renamed().items() if old in cited}
            self.cleaned_data |= {"body": renamed(body, self.renamed)} if self.renamed else {}
        return self.cleaned_data

    def _refuse_waiting(self, rows: Rows) -> None:
        if rows.waiting:
            sentence = _("“%s” is not added yet: press “Add references”, or empty the box.")
            self.add_error("references", sentence % rows.waiting[:100])
        if rows.file:
            sentence = _(
                "“%s” is not added yet: choose the file again and press “Add references”, or save "
                "without it."
            )
            self.add_error("references", sentence % rows.file[:100])

    @property
    def content(self) -> dict[str, Any]:
        """What was typed, as ``save_draft`` takes it. Only of a valid form."""
        return {name: self.cleaned_data[name] for name in CONTENT_FIELDS}

    @property
    def theirs(self) -> list[tuple[str, str]]:
        """Name and text of each field that somebody else changed too, as they left it."""
        names, text = str(self["clashes"].value() or "").split(), self._begun_with or {}
        return [(name, self.shown(name, text[name])) for name in names if name in text]

    def refuse(self, refused: InputRefused) -> None:
        place(self, refused)

    def shown(self, name: str, value: Any) -> str:
        """A value of one field as people read it."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            # No choice here stands in a group.
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        return str(field.prepare_value(value))


def content_of(article: Article | None, digest: str) -> dict[str, Any] | None:
    """What an article has, or had, under a digest; ``None`` where it never had such a text."""
    if article is None or not digest or "\0" in digest:
        return None
    if digest == article.content_digest:
        return article.content
    found = article.history.filter(content_digest=digest).order_by("-history_id").first()
    return dict(found.content) if found else None
