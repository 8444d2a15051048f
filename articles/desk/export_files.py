"""The files of an export: for who ordered it, with the permission asked again each time."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import exports, roles
from articles.errors import Refusal
from articles.exports import Recalled
from articles.models import Export
from articles.presenting.attachments import as_attachment, streamed

from .doors import Request, page

Door = Callable[..., HttpResponseBase]


def _fetching(door: Door) -> Door:
    """For who ordered the export and may export still; 410 once the time of its files is over, 409
    while one of its articles may not leave any more.
    """

    @page
    @require_safe
    @wraps(door)
    def answer(request: Request, *, export_id: uuid.UUID, **given: Any) -> Any:
        found = get_object_or_404(Export, pk=export_id)
        if not exports.may_fetch(found, roles.permissions_of(request.user), request.user):
            raise PermissionDenied("articles.export_article")
        if found.is_over:
            days = _("Files are deleted %s days after their export. Order it again.")
            return _gone(request, found, days % exports.KEPT.days)
        if found.ended_at is None:
            raise Http404
        if taken_back := exports.recalled(found):
            return _recalled(request, found, taken_back)
        return door(request, export=found, **given)

    return answer


@_fetching
def export_file(request: Request, *, export: Export, name: str) -> HttpResponseBase:
    """One file, streamed. The name only chooses among those that the export lists."""
    if exports.file_of(export, name) is None:
        raise Http404
    try:
        pieces = exports.pieces(export, name)
    except FileNotFoundError:
        return _gone(request, export, _("The file is not here any more. Order it again."))
    except exports.Changed:
        return _gone(request, export, _("The file was changed on the disk. Order it again."))
    shown = PurePosixPath(name).name
    kind = "application/zip" if shown.endswith(".zip") else "application/octet-stream"
    response = streamed(pieces, kind, shown)
    [response["Content-Length"]] = {f["bytes"] for f in export.files if f["name"] == name}
    return response


@_fetching
def export_all(request: Request, *, export: Export) -> HttpResponseBase:
    """All files as one zip, streamed. One that is not the one on record breaks it off."""
    if not export.files:
        raise Http404
    names = [file["name"] for file in export.files]
    if None in {exports.file_of(export, name) for name in names} or not exports.is_whole(export):
        return _gone(request, export, _("Not all files are here any more. Order it again."))
    name = f"export-{export.ordered_at:%Y-%m-%d}-{str(export.pk)[:8]}-all.zip"
    return streamed(exports.packed(export), "application/zip", name)


@_fetching
def export_sums(_request: Request, *, export: Export) -> HttpResponseBase:
    """Every digest, as ``sha256sum --check`` reads them."""
    return as_attachment(exports.sums(export), "text/plain; charset=utf-8", "SHA256SUMS")


def _recalled(request: Request, export: Export, found: Sequence[Recalled]) -> HttpResponse:
    """The page of the export tells them all, and since when."""
    said = [Refusal("recalled", f"{each.slug}: {each.why}") for each in found[: exports.SHOWN]]
    context = {
        "title": _("An article of this export may not leave any more"),
        "refusals": said,
        "next": reverse("export", args=[export.pk]),
        "next_label": _("Back to the export"),
    }
    return render(request, "409.html", context, status=409)


def _gone(request: Request, export: Export, why: str) -> HttpResponse:
    context = {
        "title": _("The file is gone"),
        "code": 410,
        "refusals": [Refusal("gone", why)],
        "next": reverse("export", args=[export.pk]),
        "next_label": _("Back to the export"),
    }
    return render(request, "409.html", context, status=410)
