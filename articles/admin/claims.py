"""What imported files claim about their reviewers, and what officers make of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import presenting, roles
from articles.errors import InputRefused, TransitionRefused
from articles.forms.answered import place
from articles.models import CredentialVerification, ImportClaim

from .claim_forms import LinkForm, MergeForm
from .read_only import ReadOnly
from .site import person


@admin.register(ImportClaim)
class ImportClaimAdmin(ReadOnly):
    """A claim is nobody's standing: its state says how far officers have come with it."""

    list_display = ("claimed", "article", "source_name", "claimed_on", "state", "imported_at")
    list_filter = ("is_inherited",)
    list_select_related = ("article",)
    search_fields = ("printed_name", "article__title", "source_name", "live_url")
    ordering = ("-imported_at", "-pk")
    private = frozenset({"notes"})
    """Of a row; its page shows those of the item, which the first row of it keeps."""

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "articles_importclaim"
        return [
            path("<path:object_id>/link/", wrap(self.link_view), name=f"{name}_link"),
            path("<path:object_id>/merge/", wrap(self.merge_view), name=f"{name}_merge"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportClaim]:
        confirmed = CredentialVerification.objects.filter(
            credential=OuterRef("credential"), confirms__isnull=False
        )
        found: QuerySet[ImportClaim] = super().get_queryset(request)
        return found.annotate(is_checked=Exists(confirmed)).defer("notes")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        response = super().change_view(request, object_id, form_url)
        if isinstance(response, TemplateResponse):
            response.template_name = "admin/articles/importclaim/page.html"
            may = "manage_credentials" in roles.permissions_of(person(request))
            assert response.context_data is not None
            response.context_data["may_resolve"] = may
        return response

    def facts(self, row: Any) -> list[tuple[str, str, bool]]:
        first = presenting.imported(row.article)
        notes = "\n".join(first.notes if first else ()) or "–"
        said = (_("Notes of its import"), notes, False)
        return [(_("State"), self.state(row), False), *super().facts(row), said]

    def link_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._resolve(request, object_id, LinkForm)

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._resolve(request, object_id, MergeForm)

    def _resolve(
        self, request: HttpRequest, object_id: str, kind: type[LinkForm | MergeForm]
    ) -> HttpResponse:
        claim: ImportClaim = self.found(request, object_id)
        if "manage_credentials" not in roles.permissions_of(person(request)):
            raise PermissionDenied
        asked = request.GET.get("q", claim.reviewer.name if claim.reviewer else "").replace(
            "\0", ""
        )
        form = kind(claim, asked, request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self._ask(request, form, asked)
        try:
            self.message_user(request, form.resolve(person(request)))
        except TransitionRefused as refused:
            return self.refused(request, refused, claim)
        except InputRefused as refused:
            place(form, refused)
            return self._ask(request, form, asked)
        return redirect("admin:articles_importclaim_change", claim.pk)

    def _ask(self, request: HttpRequest, form: LinkForm | MergeForm, asked: str) -> HttpResponse:
        context = self.frame(request, form.heading, form.claim) | {"form": form, "asked": asked}
        template = "admin/articles/importclaim/resolve.html"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)

    @admin.display(description=gettext_lazy("claimed reviewer"), ordering="printed_name")
    def claimed(self, claim: ImportClaim) -> str:
        return claim.printed_name or _("nobody")

    @admin.display(description=gettext_lazy("state"))
    def state(self, claim: Any) -> str:
        if not claim.raw_line:
            return _("No reviewer claimed")
        if claim.credential_id is None:
            return _("Not linked to a credential")
        return _("Credential checked") if claim.is_checked else _("Credential not verified")
