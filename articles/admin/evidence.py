"""Kept files: a list, what each one proves, and the file itself. Credential officers only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import files, roles
from articles.credentials import evidence
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import CredentialVerification, Evidence
from articles.presenting.attachments import as_attachment

from .read_only import ReadOnly
from .site import only_get


@admin.register(Evidence)
class EvidenceAdmin(ReadOnly):
    """Private: the superuser flag opens nothing here, only the role does."""

    list_display = ("name", "media_type", "size_shown", "stored_by", "stored_at")
    list_filter = ("media_type",)
    list_select_related = ("stored_by",)
    search_fields = ("name", "digest")
    ordering = ("-stored_at", "-pk")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        ours = path("<path:object_id>/file/", view, name="articles_evidence_file")
        return [ours, *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        who = request.user
        return isinstance(who, User) and "view_evidence" in roles.permissions_of(who)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if refused := only_get(request):
            return refused
        row = self.found(request, object_id)
        checks = CredentialVerification.objects.filter(evidence_digest=row.digest)
        context = self.frame(request, str(row), row) | {
            "fault": files.fault_of("evidence", row.digest),
            "checks": checks.select_related(
                "credential__reviewer", "credential__certificate__board", "checked_by"
            ).order_by("-checked_on", "-pk")[:50],
        }
        return TemplateResponse(request, "admin/articles/evidence/page.html", context)

    def file_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The bytes as they were kept, to save: no browser runs or guesses what is in them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if refused := only_get(request):
            return refused
        row = self.found(request, object_id)
        try:
            data = evidence.read(row)
        except InputRefused as error:
            altered = TransitionRefused("evidence", [Refusal("altered", error.message)])
            return self.refused(request, altered, row)
        return as_attachment(data, row.media_type, row.name)

    @admin.display(description=gettext_lazy("size"), ordering="size")
    def size_shown(self, row: Evidence) -> str:
        return str(filesizeformat(row.size)) or _("empty")
