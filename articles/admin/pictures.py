"""A picture put into a draft: stored at once, its place in the text saved with the text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles import assets
from articles.content import escaping
from articles.errors import InputRefused
from articles.forms.answered import place

_KINDS = {"accept": "image/png,image/jpeg,image/webp,image/gif"}


class PictureForm(forms.Form):
    """The file, and words for those who cannot see it; submitting asks for them anyway."""

    use_required_attribute = False  # it stands inside the form of the article

    picture = forms.FileField(
        label=_("File"),
        help_text=_("PNG, JPEG, WebP or GIF, up to 10 MB."),
        widget=forms.FileInput(attrs=_KINDS),
        error_messages={"required": _("Choose a file.")},
    )
    picture_alt = forms.CharField(
        label=_("What it shows"),
        help_text=_("Read aloud to people who cannot see the picture."),
        max_length=500,
        error_messages={"required": _("Say in a few words what the picture shows.")},
    )

    def stored(self, actor: User) -> str:
        """Keep the picture, and return the Markdown that shows it; nothing where it was refused."""
        if not self.is_valid():
            return ""
        file = self.cleaned_data["picture"]
        try:
            # A file that is too large is refused by its size; it need not be read for that.
            data = file.read(assets.FILE_LIMIT + 1)
            asset = assets.keep(data, file.name, actor=actor)
        except InputRefused as refused:
            place(self, refused)
            return ""
        words = escaping.paragraph(self.cleaned_data["picture_alt"]).replace("]", r"\]")
        return f"![{words}]({asset.digest})"


def with_picture(posted: QueryDict, markup: str) -> Any:
    """The form's fields with the picture as the last paragraph of the body."""
    changed = posted.copy()
    body = changed.get("body", "").rstrip()
    changed["body"] = f"{body}\n\n{markup}\n" if body else f"{markup}\n"
    return changed
