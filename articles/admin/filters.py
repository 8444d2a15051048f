"""Filters of the list of articles."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.days import editorial_date
from articles.models import Article
from articles.presenting import inherited


class Whose(admin.SimpleListFilter):
    title = _("owner")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", _("Mine"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(owner=request.user.pk) if self.value() == "mine" else queryset


class Overdue(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("Overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() != "overdue":
            return queryset
        today = editorial_date(timezone.now())
        return queryset.filter(pk__in=Article.objects.overdue(today).values("pk"))


class Inherited(admin.SimpleListFilter):
    """Articles that were live before they came here, whoever is said to have reviewed them."""

    title = _("was live before")
    parameter_name = "inherited"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("all", _("Inherited")),
            ("proven", _("Inherited, proven here")),
            ("unproven", _("Inherited, not proven yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() not in {"all", "proven", "unproven"}:
            return queryset
        found = inherited.among(queryset)
        if self.value() == "all":
            return found
        proven = inherited.proven()
        return found.filter(proven if self.value() == "proven" else ~proven)
