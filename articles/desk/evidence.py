"""The kept file that shows what a source said: for credential officers and the holder alone."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.credentials import evidence as kept
from articles.errors import InputRefused, Refusal
from articles.models import CredentialVerification, Evidence, Reviewer
from articles.presenting.attachments import as_attachment

from .doors import Request, page
from .reviewers import sees_private


@page
@require_safe
def evidence(request: Request, *, reviewer_id: int, digest: str) -> HttpResponse:
    """The file as it was kept, never shown in place: whatever it holds, it runs nowhere here."""
    reviewer = get_object_or_404(Reviewer, pk=reviewer_id)
    if not sees_private(request, reviewer):
        raise PermissionDenied
    checks = CredentialVerification.objects.filter(credential__reviewer=reviewer)
    if not digest or not checks.filter(evidence_digest=digest).exists():
        raise Http404
    row = Evidence.objects.filter(digest=digest).first()
    if row is None:
        return _not_here(request, reviewer, _("No file was kept for this digest."))
    try:
        return as_attachment(kept.read(row), row.media_type, row.name)
    except InputRefused as refused:
        return _not_here(request, reviewer, capfirst(refused.message))


def _not_here(request: Request, reviewer: Reviewer, why: str) -> HttpResponse:
    context = {
        "title": _("The file cannot be shown"),
        "refusals": [Refusal("evidence", why)],
        "next": reverse("reviewer", args=[reviewer.pk]),
        "next_label": _("Back to the reviewer"),
    }
    return render(request, "409.html", context, status=409)
