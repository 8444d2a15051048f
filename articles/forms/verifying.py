"""What somebody wants to have checked: a file, or a digest."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_MEGABYTES = 10
_DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{64})", re.IGNORECASE)


class VerifyForm(forms.Form):
    """Exactly one of the two. The digest comes out as ``sha256:`` and 64 small digits."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A bundle (.zip), or an exported page (.html) or text (.md)."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip,.html,.md"}),
    )
    digest = forms.CharField(
        label=gettext_lazy("Digest"),
        help_text=gettext_lazy("It stands at the foot of every exported article."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_file(self) -> bytes:
        """The bytes; empty without a file."""
        file = self.cleaned_data["file"]
        if file is None:
            return b""
        if file.size > MOST_MEGABYTES * 10**6:
            raise ValidationError(too_large(), "size")
        return bytes(file.read())

    def clean_digest(self) -> str:
        typed = self.cleaned_data["digest"].strip()
        found = _DIGEST.fullmatch(typed)
        if typed and not found:
            raise ValidationError(_("A digest is “sha256:” and 64 digits from 0 to f."), "digest")
        return f"sha256:{found[1].lower()}" if found else ""

    def clean(self) -> dict[str, Any]:
        given = [name for name in ("file", "digest") if self.cleaned_data.get(name)]
        if not self.errors and len(given) != 1:
            raise ValidationError(_("Choose a file or paste a digest, one of the two."), "choice")
        return self.cleaned_data


def too_large() -> str:
    most = {"most": MOST_MEGABYTES}
    return _("Files are checked here up to %(most)d MB; run verify.py for a larger one.") % most
