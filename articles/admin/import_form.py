"""Which files to import, and what is known of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import importers, specialties

MOST_FILES = 50
"""Of one page; a folder of thousands is a matter for the command."""


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several. An empty one is told with the others, as a file that failed."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        files: list[UploadedFile] = [super(FilesField, self).clean(each) for each in data or [None]]
        if len(files) > MOST_FILES:
            raise ValidationError(
                ngettext("Choose at most %d file.", "Choose at most %d files at once.", MOST_FILES)
                % MOST_FILES
            )
        return files


class ImportForm(forms.Form):
    sources = FilesField(
        label=gettext_lazy("Files"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose one file or several.")},
    )
    specialty = forms.ChoiceField(
        label=gettext_lazy("Specialty"),
        required=False,
        choices=[("", gettext_lazy("As each file says")), *specialties.CHOICES],
        help_text=gettext_lazy(
            "For every file that you chose. Needed unless each file, or a certificate that it "
            "claims, names one."
        ),
    )
    inherited = forms.BooleanField(
        label=gettext_lazy("Readers have had these texts before"),
        required=False,
        help_text=gettext_lazy(
            "They are then counted as inherited until somebody signs them here."
        ),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        suffixes = [suffix for each in importers.registered() for suffix in each.suffixes]
        said = {"kinds": ", ".join(suffixes), "most": MOST_FILES}
        self.fields["sources"].help_text = _("Up to %(most)d at once: %(kinds)s.") % said
        self.fields["sources"].widget.attrs["accept"] = ",".join(suffixes)
