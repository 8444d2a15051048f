"""The second person's word on a check, after a look at what the first one kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.forms.text import StoredText
from articles.models import CredentialVerification, Evidence
from articles.signing import in_use
from articles.stages import CheckMethod, Meaning


class ConfirmForm(forms.Form):
    """The second person's word, after a look at what the first one kept."""

    heading = gettext_lazy("Confirm this check")
    button = gettext_lazy("Confirm the check")

    text_version = forms.IntegerField(widget=forms.HiddenInput)
    note = StoredText(
        label=gettext_lazy("What you looked at"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, check: CredentialVerification, data: Any = None) -> None:
        self.says = in_use(Meaning.CREDENTIAL_VERIFICATION)
        super().__init__(data, initial={"text_version": self.says.version})
        self.check = check

    @property
    def look(self) -> list[tuple[str, str]]:
        """Where the second person looks: the source, and what the first one kept."""
        kept = Evidence.objects.filter(digest=self.check.evidence_digest).first()
        places = [(_("The source"), self.check.source_url)] if self.check.source_url else []
        if kept is not None:
            places.append(
                (_("The evidence"), reverse("admin:articles_evidence_change", args=[kept.pk]))
            )
        return places

    @property
    def intro(self) -> str:
        said = _("%(who)s looked on %(day)s (%(how)s) and wrote: %(outcome)s. “%(note)s” ")
        found = said % {
            "who": self.check.checked_by.get_full_name() or self.check.checked_by.username,
            "day": date_format(self.check.checked_on, "j M Y"),
            "how": self.check.get_method_display().lower(),
            "outcome": self.check.get_outcome_display().lower(),
            "note": self.check.note,
        }
        if self.check.method == CheckMethod.SELF_ATTESTED:
            return found + _("What the holder says counts for nothing, confirmed or not.")
        return found + _("Look at the source and the evidence yourself before you confirm.")
