"""The ledger to read: newest first, by kind and by what it is about, without a count."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from articles import presenting
from articles.models import LedgerEntry, Signature
from articles.stages import Event

from .read_only import ReadOnly
from .site import only_get

PAGE = 50


class SearchForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Event"), required=False, choices=[("", _("All events")), *Event.choices]
    )
    subject = forms.CharField(label=_("About"), required=False, max_length=80)
    before = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def asked(self) -> dict[str, Any]:
        """The look-ups that were asked for; none of a form that is wrong."""
        names = {"kind": "kind", "subject": "subject", "before": "seq__lt"}
        if not self.is_valid():
            return {}
        typed = self.cleaned_data
        return {names[name]: typed[name] for name in names if typed[name] not in {"", None}}


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnly):
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One page of entries; the next page is asked for by the last entry's number."""
        if refused := only_get(request):
            return refused
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = SearchForm(request.GET)
        rows = LedgerEntry.objects.filter(**form.asked()).order_by("-seq")
        entries = list(rows.only("kind", "subject", "actor", "at")[: PAGE + 1])
        onward = request.GET.copy()
        onward["before"] = str(entries[PAGE - 1].seq) if len(entries) > PAGE else ""
        context = self.frame(request, _("Ledger"), None) | {
            "form": form,
            "entries": entries[:PAGE],
            "older": onward.urlencode() if onward["before"] else "",
        }
        return TemplateResponse(request, "admin/articles/ledgerentry/list.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One entry: what it says, and the bytes that were hashed."""
        if refused := only_get(request):
            return refused
        entry = self.found(request, object_id)
        if not self.has_view_permission(request, entry):
            raise PermissionDenied
        said = json.loads(entry.payload)
        context = self.frame(request, str(entry), entry) | {
            "entry": entry,
            "said": sorted(said.items()),
            "leaf": bytes(entry.leaf).hex(),
            "given": _bound(said.get("signature", "")),
        }
        return TemplateResponse(request, "admin/articles/ledgerentry/entry.html", context)


def _bound(key: str) -> list[presenting.Given]:
    """The signature that an entry binds, as it reads everywhere."""
    found = Signature.objects.filter(pk=key).select_related("article", "withdrawal") if key else ()
    return [presenting.read_signature(signature) for signature in found]
