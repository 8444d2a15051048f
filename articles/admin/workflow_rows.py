"""What the workflow wrote: rounds, reviews, signatures and releases. To read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from articles import presenting
from articles.models import (
    Publication,
    Review,
    Round,
    Signature,
)

from .read_only import ReadOnly


@admin.register(Round)
class RoundAdmin(ReadOnly):
    list_display = ("article", "number", "purpose", "submitted_at", "due_on", "outcome")
    list_filter = ("outcome", "purpose")
    list_select_related = ("article",)
    search_fields = ("article__title", "article__slug")
    ordering = ("-submitted_at", "-pk")


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    list_display = ("reviewer", "article", "due_on", "response", "decision")
    list_filter = ("response", "decision")
    list_select_related = ("reviewer", "round__article")
    search_fields = ("reviewer__name", "round__article__title")
    ordering = ("-invited_at", "-pk")
    private = frozenset({"interest", "interest_reason"})
    """The review's own page shows the words of an interest, to those whom they concern."""

    @admin.display(description=gettext_lazy("article"))
    def article(self, review: Review) -> str:
        return str(review.round)


@admin.register(Signature)
class SignatureAdmin(ReadOnly):
    list_display = ("printed_name", "meaning", "article", "signed_at")
    list_filter = ("meaning",)
    list_select_related = ("article",)
    search_fields = ("printed_name", "article__title")
    ordering = ("-signed_at", "-pk")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The signature as it reads everywhere, above its columns."""
        given = presenting.read_signature(self.found(request, object_id))
        return super().change_view(request, object_id, form_url, {"given": given})


@admin.register(Publication)
class PublicationAdmin(ReadOnly):
    list_display = ("article", "edition", "released_at")
    list_select_related = ("article",)
    search_fields = ("article__title", "article__slug")
    ordering = ("-released_at", "-pk")
