"""Credentials: what is claimed, what sources said, and who checked it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import roles
from articles.credentials import checking
from articles.errors import InputRefused, TransitionRefused
from articles.forms.answered import place
from articles.models import Credential, CredentialVerification, Evidence
from articles.stages import CredentialKind, Duration

from .confirming import ConfirmForm
from .facts_forms import CheckForm, StatusForm
from .governed import Governed, GovernedForm
from .reviewers import may_see_numbers
from .site import person


class CredentialForm(GovernedForm):
    def clean_jurisdiction(self) -> str:
        code: str = self.cleaned_data["jurisdiction"]
        return code.upper()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        kept = {name: values.get(name, getattr(self.instance, name)) for name in _JUDGED}
        if kept["certificate"] and kept["kind"] != CredentialKind.BOARD_CERTIFICATION:
            self.add_error("certificate", _("Only a board certification names a certificate."))
        if kept["ends_on"] and kept["duration"] != Duration.TIME_LIMITED:
            self.add_error("ends_on", _("Only a credential that ends on a printed date has one."))
        if kept["initial_on"] and kept["ends_on"] and kept["ends_on"] < kept["initial_on"]:
            self.add_error("ends_on", _("It ends before it was issued."))
        reviewer = values.get("reviewer") or getattr(self.instance, "reviewer", None)
        same = Credential.objects.filter(reviewer=reviewer, certificate=kept["certificate"])
        if kept["certificate"] and same.exclude(pk=self.instance.pk).exists():
            self.add_error("certificate", _("This reviewer has this certificate on record."))
        return values


_JUDGED = ("certificate", "kind", "initial_on", "ends_on", "duration")


@admin.register(Credential)
class CredentialAdmin(Governed):
    form = CredentialForm
    list_display = ("reviewer", "kind", "label", "ends_on")
    list_filter = ("kind",)
    list_select_related = ("reviewer", "certificate__board")
    search_fields = ("reviewer__name", "certificate__name")
    change_form_template = "admin/articles/credential/change_form.html"
    sections = (
        (None, {"fields": ["reviewer", "kind", "certificate", "title", "jurisdiction"]}),
        (gettext_lazy("Terms"), {"fields": ["initial_on", "duration", "ends_on", "number"]}),
    )

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "articles_credential"
        return [
            path("<path:object_id>/status/", wrap(self.status_view), name=f"{name}_status"),
            path("<path:object_id>/check/", wrap(self.check_view), name=f"{name}_check"),
            path(
                "<path:object_id>/confirm/<int:check_id>/",
                wrap(self.confirm_view),
                name=f"{name}_confirm",
            ),
            *super().get_urls(),
        ]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who reads credentials, and the holder their own."""
        if obj is not None and obj.reviewer.user_id == request.user.pk:
            return True
        return super().has_view_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Facts never move to another person; what was checked stays what it was."""
        if obj is None:
            return ()
        checked = obj.verifications.exists()
        return ("reviewer", *(("kind", "certificate", "jurisdiction") if checked else ()))

    def hidden_fields(self, request: HttpRequest, obj: Any) -> tuple[str, ...]:
        if obj is None or may_see_numbers(person(request), obj.reviewer):
            return ()
        return ("number",)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        obj = self.found(request, object_id)
        file = Evidence.objects.filter(digest=OuterRef("evidence_digest")).values("pk")
        checks = obj.verifications.filter(confirms=None).annotate(file=Subquery(file[:1]))
        told = {
            "statuses": obj.statuses.select_related("recorded_by").order_by("-recorded_at", "-pk"),
            "checks": checks.select_related("checked_by", "confirmation__checked_by").order_by(
                "-checked_on", "-pk"
            ),
            "may_record": self.has_change_permission(request, obj),
            "may_open": "view_evidence" in roles.permissions_of(person(request)),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **told})

    def status_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Add what a source says."""
        return self._record_fact(request, object_id, StatusForm)

    def check_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Add a check at a source, to be confirmed by a second person."""
        return self._record_fact(request, object_id, CheckForm)

    def confirm_view(self, request: HttpRequest, object_id: str, check_id: int) -> HttpResponse:
        """The second person's word on one check of this credential."""
        credential = self._recordable(request, object_id)
        check = credential.verifications.filter(pk=check_id, confirms=None).first()
        if check is None:
            raise Http404
        assert isinstance(check, CredentialVerification)
        form = ConfirmForm(check, request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self.act(request, form, credential)
        try:
            checking.confirm(check, actor=person(request), **form.cleaned_data)
        except TransitionRefused as refused:
            return self.refused(request, refused, credential)
        self.message_user(request, _("You confirmed the check."))
        return redirect("admin:articles_credential_change", credential.pk)

    def _record_fact(
        self, request: HttpRequest, object_id: str, kind: type[StatusForm | CheckForm]
    ) -> HttpResponse:
        credential = self._recordable(request, object_id)
        form = kind(request.POST or None, request.FILES or None, instance=kind.of(credential))
        if request.method != "POST" or not form.is_valid():
            return self.act(request, form, credential)
        try:
            form.record(actor=person(request))
        except TransitionRefused as refused:
            return self.refused(request, refused, credential)
        except InputRefused as refused:
            place(form, refused)
            return self.act(request, form, credential)
        self.message_user(request, str(form.done))
        return redirect("admin:articles_credential_change", credential.pk)

    def _recordable(self, request: HttpRequest, object_id: str) -> Credential:
        credential: Credential = self.found(request, object_id)
        if not self.has_change_permission(request, credential):
            raise PermissionDenied
        return credential
