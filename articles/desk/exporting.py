"""Exports: what was ordered and what came of it; order one, watch it, take it back."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import exports, keyset, presenting, roles
from articles.errors import InputRefused, Refusal
from articles.exports import Outlook
from articles.forms.exporting import ExportForm
from articles.models import Export

from .doors import Request, page
from .paging import SIZE

ORDERS = {"order", "without"}
"""Acts that order; whatever else is sent only looks."""
FILES = 100
"""Files listed on one page."""


@page
@require_safe
def export_list(request: Request) -> HttpResponse:
    held = _held(request)
    rows = Export.objects.select_related("ordered_by").defer("refused")
    rows = rows.annotate(left_out=ExpressionWrapper(~Q(refused=[]), BooleanField()))
    found = keyset.page(rows, request.GET.get("after", ""), ("-ordered_at", "pk"), SIZE)
    shown = [presenting.export_in_words(export) for export in found.rows]
    context = {"page": found, "rows": shown, "may_order": "export_article" in held}
    return render(request, "publish/exports.html", context)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def export_new(request: Request) -> HttpResponse:
    """Choose, look what would leave, order. Looking, too, is sent: it may name many articles."""
    if "export_article" not in _held(request):
        raise PermissionDenied("articles.export_article")
    sent = request.POST if request.method == "POST" else None
    form = ExportForm.asked(request.GET) if sent is None else ExportForm(sent)
    act = sent.get("act", "look") if sent is not None else "look"
    if act in ORDERS and (made := _ordered(form, act, request)) is not None:
        return redirect("export", made.pk)
    outlook = _outlook(form)
    context = {"form": form, "outlook": outlook, "judged": exports.JUDGED}
    return render(request, "publish/export_new.html", context, status=422 if form.errors else 200)


def _ordered(form: ExportForm, act: str, request: Request) -> Export | None:
    """The order; none where something is wrong with it. ``without``: the refused are left out."""
    if not form.is_valid():
        return None
    try:
        choice = form.choice()
        if act == "without":
            choice = exports.without_refused(choice)
        return exports.order(choice, actor=request.user)
    except InputRefused as refused:
        form.refuse(refused)
        return None


def _outlook(form: ExportForm) -> Outlook | None:
    """What would leave now; nothing to say while something is wrong with the choice."""
    if not form.is_valid():
        return None
    try:
        return exports.outlook(form.choice())
    except InputRefused as refused:
        form.refuse(refused)
        return None


@page
@require_safe
@never_cache
def export(request: Request, *, export_id: uuid.UUID) -> HttpResponse:
    held, found = _held(request), _found(export_id)
    first = _page_of(request.GET.get("from", ""), len(found.files))
    files = found.files[first : first + FILES]
    staying, may_fetch = _staying(found), exports.may_fetch(found, held, request.user)
    context = {
        "export": found,
        **presenting.export_in_words(found),
        "files_shown": [{**file, "size": f"{file['bytes']:,}"} for file in files],
        "next": first + FILES if first + FILES < len(found.files) else None,
        "is_first": first == 0,
        **staying,
        "may_fetch": may_fetch,
        "handed_out": may_fetch and not found.is_over and not staying["recalled"],
        "may_cancel": exports.may_cancel(found, held, request.user),
        "kept_days": exports.KEPT.days,
    }
    return render(request, "publish/export.html", context)


@page
@require_safe
@never_cache
def progress(request: Request, *, export_id: uuid.UUID) -> HttpResponse:
    """For the script that keeps the bar up to date."""
    _held(request)
    found = _found(export_id)
    counts = {"done": found.done, "total": found.total, "words": presenting.export_progress(found)}
    return JsonResponse({"state": found.state, "ended": found.ended_at is not None, **counts})


@page
@require_POST
def export_cancel(request: Request, *, export_id: uuid.UUID) -> HttpResponse:
    found = exports.cancel(_found(export_id), actor=request.user)
    if found.ended_at is not None:
        messages.success(request, _("The export was cancelled. Nothing was written."))
    else:
        messages.success(request, _("The export will stop in a moment. Nothing is kept of it."))
    return redirect("export", found.pk)


def _held(request: Request) -> frozenset[str]:
    """What this person may do; 403 for who may not look at exports."""
    held = roles.permissions_of(request.user)
    if not exports.may_look(held):
        raise PermissionDenied("articles.export_article")
    return held


def _found(export_id: uuid.UUID) -> Export:
    return get_object_or_404(Export.objects.select_related("ordered_by"), pk=export_id)


def _staying(export: Export) -> dict[str, Any]:
    """What was left out, and what was taken from readers before and after it was written."""
    shown, refused, withdrawn = exports.SHOWN, export.refused, export.withdrawn
    return {
        "refused_shown": _with_reasons(refused[:shown]),
        "refused_more": max(len(refused) - shown, 0),
        "withdrawn_shown": _with_moments(withdrawn[:shown]),
        "withdrawn_more": max(len(withdrawn) - shown, 0),
        "recalled": exports.recalled(export)[:shown],
    }


def _with_reasons(refused: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**each, "refusals": [Refusal("", said) for said in each["reasons"]]} for each in refused
    ]


def _with_moments(gone: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**each, "at": dt.datetime.fromisoformat(each["at"])} for each in gone]


def _page_of(text: str, count: int) -> int:
    """Where a page of files begins; the first for a number without sense."""
    at = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    return at - at % FILES if at < count else 0
