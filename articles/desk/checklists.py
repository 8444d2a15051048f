"""What each policy asks of a sign-off besides the text: in use, earlier, and a new version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles import checklists
from articles.errors import TransitionRefused
from articles.forms.checklists import ChecklistForm
from articles.models import Checklist, ReviewPolicy

from .doors import Request, edits, page
from .onboarding import METHODS


@page
@require_safe
def checklist_list(request: Request) -> HttpResponse:
    """Every policy in use with its checklist, and the versions before it."""
    versions: dict[int, list[Checklist]] = {}
    for row in Checklist.objects.select_related("recorded_by").order_by("-version"):
        versions.setdefault(row.policy_id, []).append(row)
    policies = ReviewPolicy.objects.filter(is_active=True)
    context = {
        "asked": [(policy, versions.get(policy.pk, [])) for policy in policies],
        "may_change": edits(request),
    }
    return render(request, "desk/checklists.html", context)


@page
@require_http_methods(METHODS)
def checklist_new(request: Request, *, policy_id: int) -> HttpResponse:
    """A new version for one policy; it holds for rounds that begin afterwards."""
    policy = get_object_or_404(ReviewPolicy, pk=policy_id)
    if not edits(request):
        raise PermissionDenied
    form = ChecklistForm(policy, checklists.in_use(policy), request.POST or None)
    try:
        if request.method == "POST" and form.put_in_use(request.user):
            messages.success(request, _("The checklist is in use for rounds that begin from now."))
            return redirect("checklist-list")
    except TransitionRefused as refused:
        return _editor(request, form, status=409, refusals=refused.refusals)
    return _editor(request, form, status=422 if form.errors else 200)


def _editor(request: Request, form: ChecklistForm, *, status: int, **more: Any) -> HttpResponse:
    context = {"form": form, "policy": form.policy, "before": form.before, **more}
    return render(request, "desk/checklist_new.html", context, status=status)
