"""What an officer types about a credential: a status, or a check at a source."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.core.validators import RegexValidator
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.credentials import checking, evidence
from articles.days import editorial_date
from articles.errors import InputRefused
from articles.models import Credential, CredentialStatus, CredentialVerification, Evidence
from articles.stages import Standing

from .governed import DayInput


class FactForm(forms.ModelForm):
    """One new row about a credential. Each form's ``record`` has ``checking`` write it."""

    heading: ClassVar[str | Promise]
    intro: ClassVar[str | Promise]
    done: ClassVar[str | Promise]

    @classmethod
    def of(cls, credential: Credential) -> Any:
        """A row in memory for a credential."""
        return cls._meta.model(credential=credential)


class StatusForm(FactForm):
    heading = gettext_lazy("Record a status")
    intro = gettext_lazy("What a source says of this credential. Earlier statuses stay on record.")
    done = gettext_lazy("The status was recorded.")

    class Meta:
        model = CredentialStatus
        fields = (
            "standing",
            "reason",
            "effective_from",
            "effective_to",
            "continuing",
            "source_wording",
            "why",
        )
        widgets = {
            "effective_from": DayInput,
            "effective_to": DayInput,
            "why": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].required = True

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        reason, standing = values.get("reason"), values.get("standing")
        if standing == Standing.IN_FORCE and reason:
            self.add_error("reason", _("A credential in force needs no reason."))
        if standing == Standing.NOT_IN_FORCE and not reason:
            self.add_error("reason", _("Say why it is not in force."))
        begins, ends = values.get("effective_from"), values.get("effective_to")
        if begins and ends and ends <= begins:
            self.add_error("effective_to", _("It ends before it begins."))
        return values

    def record(self, *, actor: User) -> None:
        checking.record_status(self.instance.credential, actor=actor, **self.cleaned_data)


class CheckForm(FactForm):
    heading = gettext_lazy("Record a check")
    intro = gettext_lazy(
        "What you found at the source. It counts once a second officer has confirmed it."
    )
    done = gettext_lazy("The check was recorded. A second officer must confirm it.")

    file = forms.FileField(
        label=gettext_lazy("Evidence"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text=gettext_lazy(
            "The page or letter as PDF, PNG or JPEG, up to 10 MB. Only officers and the holder "
            "see it."
        ),
    )
    evidence_digest = forms.CharField(
        label=gettext_lazy("Digest of evidence kept elsewhere"),
        required=False,
        validators=[
            RegexValidator(
                r"\Asha256:[0-9a-f]{64}\Z",
                gettext_lazy("Write sha256: and 64 hexadecimal digits."),
            )
        ],
        help_text=gettext_lazy("sha256: of a file that is kept outside this system."),
    )

    field_order = ("method", "outcome", "checked_on", "source_url", "note", "file")

    class Meta:
        model = CredentialVerification
        fields = ("method", "outcome", "checked_on", "source_url", "evidence_digest", "note")
        widgets = {"checked_on": DayInput, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].required = True
        self.initial["checked_on"] = editorial_date(timezone.now())

    def clean_checked_on(self) -> Any:
        day = self.cleaned_data["checked_on"]
        if day > editorial_date(timezone.now()):
            raise forms.ValidationError(_("A check cannot lie in the future."))
        return day

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file and file.size > evidence.LIMIT:
            most = evidence.LIMIT // 10**6
            raise forms.ValidationError(_("The file is larger than %s MB.") % most)
        return file

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("file") and values.get("evidence_digest"):
            self.add_error("evidence_digest", _("Give the file or its digest, not both."))
        return values

    def record(self, *, actor: User) -> None:
        """The file and the check that names it: both, or neither."""
        typed = dict(self.cleaned_data)
        file, elsewhere = typed.pop("file"), typed.pop("evidence_digest")
        with transaction.atomic():
            if file:
                typed["evidence"] = self._keep(file, actor)
            else:
                typed["evidence_digest"] = elsewhere
            try:
                checking.check(self.instance.credential, actor=actor, **typed)
            except InputRefused as refused:
                field = "file" if refused.field == "evidence" else refused.field
                raise InputRefused(field, refused.message, refused.code) from refused

    def _keep(self, file: Any, actor: User) -> Evidence:
        try:
            return evidence.keep(file.read(), file.name, actor=actor)
        except InputRefused as refused:
            raise InputRefused("file", refused.message, refused.code) from refused
