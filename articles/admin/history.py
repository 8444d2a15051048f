"""What was recorded about an object: a list of its records, and each record to read. Read only.

Our own pages, because those of django-simple-history also write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .columns import shown
from .comparing import LONGEST, AsOfForm, two_of
from .site import Shown, only_get

PAGE = 100
"""Records on one page; older ones by the link under them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One column of a record. ``before`` is given where the record changed it."""

    label: str
    value: str
    before: str | None = None


class WithRecords(Shown):
    """An admin whose objects have a history that people may read."""

    history_template = "admin/history.html"
    compare_template = "admin/compare.html"
    record_template = "admin/record.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_record"
        view = self.admin_site.admin_view(self.record_view)
        ours = path("<path:object_id>/history/<int:record_id>/", view, name=name)
        return [ours, *super().get_urls()]

    def may_read_history(self, request: HttpRequest, obj: Model) -> bool:
        """Whoever may see the object and the records of its kind."""
        permission = f"{self.opts.app_label}.view_historical{self.opts.model_name}"
        return self.has_view_permission(request, obj) and request.user.has_perm(permission)

    def history_address(self, obj: Model, record_id: int | None = None) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_"
        if record_id is None:
            return reverse(f"{name}history", args=[obj.pk])
        return reverse(f"{name}record", args=[obj.pk, record_id])

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Every record of one object, newest first: who, when, why.

        ``?a=…&b=…`` compares two of them; ``?on=2026-03-01`` shows the one that stood that day.
        """
        if refused := only_get(request):
            return refused
        obj, asked = self.readable(request, object_id), AsOfForm(request.GET or None)
        if {"a", "b"} <= request.GET.keys():
            return self._comparison(request, obj)
        if "on" in request.GET and asked.is_valid():
            if (record := asked.standing(obj)) is not None:
                return self._record(request, obj, record, asked.title())
            asked.add_error("on", _("There was no record yet on this day."))
        return self._list(request, obj, asked if "on" in request.GET else AsOfForm())

    def _list(self, request: HttpRequest, obj: Any, as_of: AsOfForm) -> HttpResponse:
        records, before = self.records_of(obj), request.GET.get("before", "")
        if before.isdecimal() and len(before) < LONGEST:
            records = records.filter(history_id__lt=before)
        found = list(records[: PAGE + 1])
        more = found[PAGE] if len(found) > PAGE else None
        context = self.frame(request, _("History"), obj) | {
            "subtitle": str(obj),
            "older": found[PAGE - 1].history_id if more is not None else None,
            "as_of": as_of,
            **self.list_context(obj, found[:PAGE], more),
        }
        status = 422 if as_of.errors else 200
        return TemplateResponse(request, self.history_template, context, status=status)

    def records_of(self, obj: Any) -> models.QuerySet[Any]:
        """Every record of an object, newest first, with who saved it."""
        found: models.QuerySet[Any] = obj.history.select_related("history_user")
        return found.order_by("-history_id")

    def list_context(self, obj: Any, records: Sequence[Any], more: Any) -> dict[str, Any]:
        """What the list shows of some records. ``more``: the record before them, if any."""
        return {"records": [(r, self.history_address(obj, r.history_id)) for r in records]}

    def _comparison(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """What is different between two records, the earlier one first."""
        earlier, later = two_of(obj, request.GET["a"], request.GET["b"])
        context = self.frame(request, _("Two records compared"), obj) | {
            "subtitle": str(obj),
            "sides": [(r, self.history_address(obj, r.history_id)) for r in (earlier, later)],
            "history_link": self.history_address(obj),
            **self.comparison_context(request, obj, earlier, later),
        }
        return TemplateResponse(request, self.compare_template, context)

    def comparison_context(
        self, request: HttpRequest, obj: Any, earlier: Any, later: Any
    ) -> dict[str, Any]:
        """The columns that differ, and those that do not."""
        told = list(facts(later, earlier, self.hidden_fields(request, obj)))
        return {
            "changed": [fact for fact in told if fact.before is not None],
            "same": [fact for fact in told if fact.before is None],
        }

    def record_view(self, request: HttpRequest, object_id: str, record_id: int) -> HttpResponse:
        """One record as it was saved. A record of another object is not found."""
        if refused := only_get(request):
            return refused
        obj = self.readable(request, object_id)
        record = self.record_of(obj, record_id)
        return self._record(request, obj, record, self.record_title(record))

    def record_of(self, obj: Any, record_id: int) -> Any:
        """One record of this very object, whole. Raises ``Http404``."""
        found = obj.history.filter(history_id=record_id).select_related("history_user").first()
        if found is None:
            raise Http404
        return found

    def _record(self, request: HttpRequest, obj: Any, record: Any, title: str) -> HttpResponse:
        earlier = obj.history.filter(history_id__lt=record.history_id)
        before = earlier.order_by("-history_id").first()
        context = self.frame(request, title, obj) | {
            "subtitle": str(obj),
            "record": record,
            "history_link": self.history_address(obj),
            **self.record_context(request, obj, record, before),
        }
        return TemplateResponse(request, self.record_template, context)

    def record_title(self, record: Any) -> str:
        return _("A record")

    def record_context(
        self, request: HttpRequest, obj: Any, record: Any, before: Any
    ) -> dict[str, Any]:
        hidden = self.hidden_fields(request, obj)
        return {"facts": list(facts(record, before, hidden))}

    def hidden_fields(self, request: HttpRequest, obj: Any) -> tuple[str, ...]:
        """Columns that this person may not read of this object."""
        return ()

    def readable(self, request: HttpRequest, object_id: str) -> Any:
        """The object whose records somebody asks for. Raises ``Http404``, ``PermissionDenied``."""
        obj = self.found(request, object_id)
        if not self.may_read_history(request, obj):
            raise PermissionDenied
        return obj

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = context.get("original")
        if obj is not None and self.may_read_history(request, obj):
            context = {**context, "history_link": self.history_address(obj)}
        return super().render_change_form(request, context, *args, **kwargs)


def facts(record: Any, before: Any, hidden: tuple[str, ...]) -> Iterator[Fact]:
    """The columns of a record in words, marked where they differ from the record before."""
    for field in type(record).tracked_fields:
        if field.name in hidden or field.name == "id":
            continue
        was = shown(before, field) if before is not None else None
        now = shown(record, field)
        label = str(capfirst(field.verbose_name))
        yield Fact(label, now, was if was is not None and was != now else None)
