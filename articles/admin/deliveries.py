"""Mails that are owed, were sent, or were given up: to read. Their words are kept nowhere."""

from __future__ import annotations

from typing import Any

import django_tasks_db.admin  # noqa: F401 - registers what is taken away below
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from articles.models import Delivery

from .read_only import ReadOnly

# Jobs are the worker's own business, and their tracebacks may quote anything.
admin.site.unregister(DBTaskResult)


class State(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Owed")), ("sent", _("Sent")), ("failed", _("Given up"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        asked = {
            "open": Delivery.objects.open(),
            "sent": Delivery.objects.filter(sent_at__isnull=False),
            "failed": Delivery.objects.filter(given_up_at__isnull=False),
        }.get(self.value() or "")
        return queryset if asked is None else queryset.filter(pk__in=asked.values("pk"))


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ("kind", "user", "created_at", "state", "attempts")
    list_filter = (State, "kind")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__last_name")
    ordering = ("-created_at", "-pk")

    @admin.display(description=_("state"))
    def state(self, delivery: Delivery) -> str:
        if delivery.sent_at:
            return str(_("Sent"))
        word = _("Given up") if delivery.given_up_at else _("Owed")
        return f"{word}: {delivery.error}" if delivery.error else str(word)
