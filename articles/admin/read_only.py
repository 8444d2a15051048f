"""Rows that only the workflow writes: a list, and a page of facts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from .columns import shown
from .site import Shown, only_get

BYTES = ("content_digest", "statement_digest", "source_digest", "statement")
"""Columns that are set as code, and broken anywhere."""


class ReadOnly(Shown):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Every column in words."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if refused := only_get(request):
            return refused
        row = self.found(request, object_id)
        context = self.frame(request, str(row), row) | {
            "facts": self.facts(row),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/facts.html", context)

    private: frozenset[str] = frozenset()
    """Columns for other eyes than those of everybody who may read the row."""

    def facts(self, row: Any) -> list[tuple[str, str, bool]]:
        """Label, value, and whether the value is bytes for machines."""
        return [
            (str(capfirst(field.verbose_name)), shown(row, field), field.name in BYTES)
            for field in self.opts.concrete_fields
            if not (field.primary_key and field.name == "id") and field.name not in self.private
        ]
