"""What an export is ordered with: which articles, in which formats, as one bundle or as files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import exporters
from articles.errors import InputRefused
from articles.exports import NAMED, Choice
from articles.models import Article
from articles.stages import Stage

from .answered import Answered

SLUG = 80
"""Characters of an article's address, at most; its column takes no more."""
FIELDS = {"format": "formats", "article": "articles", "since": "since", "bundle": "shape"}
"""The field in which a refusal stands, by the name that verbs give it."""


class Which(TextChoices):
    EVERYTHING = "everything", gettext_lazy("Everything that is live")
    SINCE = "since", gettext_lazy("What moved since an earlier export")
    ARTICLES = "articles", gettext_lazy("These articles")


class Shape(TextChoices):
    BUNDLE = "bundle", gettext_lazy("One signed bundle (zip) that anyone can verify")
    FILES = "files", gettext_lazy("Separate files")


def _waits(slugs: Sequence[str]) -> bool:
    """Whether one of these articles waits for its release. The form refuses what is no address."""
    asked = [slug for slug in slugs if slug.isprintable()]  # no database looks for a NUL
    rows = Article.objects.filter(slug__in=asked, stage=Stage.APPROVED, published_record=None)
    return rows.exists()


class ExportForm(Answered):
    which = forms.TypedChoiceField(
        coerce=Which,
        label=gettext_lazy("What"),
        choices=Which.choices,
        widget=forms.RadioSelect,
        initial=Which.EVERYTHING,
    )
    since = forms.IntegerField(
        label=gettext_lazy("Cursor of the earlier export"),
        help_text=gettext_lazy("The number that it ended with."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Write the cursor as a number.")},
    )
    articles = forms.CharField(
        label=gettext_lazy("Articles"),
        help_text=gettext_lazy("The last part of each one’s address, one a line."),
        required=False,
        max_length=NAMED * (SLUG + 2),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    include_approved = forms.BooleanField(
        label=gettext_lazy("Also approved texts that were not released here"),
        help_text=gettext_lazy(
            "Where their policy lets them leave; they are marked “approved”, for a publisher who "
            "releases them elsewhere."
        ),
        required=False,
    )
    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Formats"),
        widget=forms.CheckboxSelectMultiple,
        initial=["html", "json"],
        error_messages={"required": gettext_lazy("Choose at least one format.")},
    )
    shape = forms.TypedChoiceField(
        coerce=Shape,
        label=gettext_lazy("As"),
        choices=Shape.choices,
        widget=forms.RadioSelect,
        initial=Shape.BUNDLE,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["formats"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(known.slug, known.label) for known in exporters.registered()]

    @classmethod
    def asked(cls, query: QueryDict) -> ExportForm:
        """The form as a link or a list of ticked articles opens it, ready to be ordered.

        ``approved`` (0 or 1) says whether approved texts are asked for; without it, they are where
        one is named.
        """
        slugs, since = query.getlist("article"), query.get("since", "")
        which = Which.ARTICLES if slugs else Which.SINCE if since else Which.EVERYTHING
        approved = query.get("approved") == "1" if "approved" in query else _waits(slugs[:NAMED])
        data = QueryDict(mutable=True)
        data.update(
            {
                "which": which.value,
                "since": since,
                "articles": "\n".join(slugs),
                "shape": query.get("shape", Shape.BUNDLE.value),
                **({"include_approved": "on"} if approved else {}),
            }
        )
        data.setlist("formats", query.getlist("format") or cls.base_fields["formats"].initial)
        return cls(data)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("which") == Which.SINCE and values.get("since") is None:
            self.add_error("since", _("Write the cursor, or choose something else."))
        if values.get("which") == Which.ARTICLES and not self._slugs():
            self.add_error("articles", _("Name at least one article."))
        return values

    def _slugs(self) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data.get("articles", "").split()))

    def choice(self) -> Choice:
        """What was chosen. Of a field that was not, its text counts for nothing."""
        values = self.cleaned_data
        return Choice(
            formats=values["formats"],
            slugs=self._slugs() if values["which"] == Which.ARTICLES else (),
            since=values["since"] if values["which"] == Which.SINCE else None,
            include_approved=values["include_approved"],
            bundle=values["shape"] == Shape.BUNDLE,
        )

    def refuse(self, refused: InputRefused) -> None:
        """The verbs name the parts of a request; here each has a field of its own name."""
        field = FIELDS.get(refused.field, "")
        super().refuse(InputRefused(field, refused.message, refused.code))
