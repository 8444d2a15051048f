"""The agreement for reviewers: the text in use, its versions, and a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.credentials import agreement as verbs
from articles.errors import InputRefused, TransitionRefused
from articles.forms.onboarding import AcceptanceForm, AgreementForm
from articles.models import Agreement, AgreementAcceptance, Reviewer

from .doors import Request, edits, page
from .onboarding import METHODS, holder

SIZE = 25
"""Versions on one page."""


@page
@require_http_methods(METHODS)
def agreement(request: Request) -> HttpResponse:
    """The version in use; its reviewers accept it here."""
    if request.method != "POST":
        return _in_use(request, AcceptanceForm(verbs.in_use()), status=200)
    reviewer = holder(request)
    form = AcceptanceForm(verbs.in_use(), request.POST)
    if not form.is_valid():
        return _in_use(request, form, status=422)
    try:
        form.accept(reviewer, request.user)
    except TransitionRefused as refused:
        form = AcceptanceForm(verbs.in_use())
        return _in_use(request, form, status=409, refusals=refused.refusals)
    messages.success(request, _("You have accepted the agreement."))
    return redirect("agreement")


def _in_use(request: Request, form: AcceptanceForm, *, status: int, **more: Any) -> HttpResponse:
    reviewer, shown = Reviewer.objects.filter(user=request.user).first(), verbs.in_use()
    accepted = AgreementAcceptance.objects.filter(reviewer=reviewer, agreement=shown).first()
    context = {
        "agreement": shown,
        "reviewer": reviewer,
        "accepted": accepted,
        "form": form,
        "may_change": edits(request),
        **_versions(request.GET.get("before", "")),
        **more,
    }
    return render(request, "desk/agreement.html", context, status=status)


def _versions(before: str) -> dict[str, Any]:
    """Versions, newest first, each with how many accepted it."""
    found = Agreement.objects.select_related("recorded_by").defer("text").order_by("-version")
    if before.isdecimal():
        found = found.filter(version__lt=int(before[:9]))
    rows = list(found.annotate(accepted_by=Count("acceptances"))[: SIZE + 1])
    older = rows[SIZE - 1].version if len(rows) > SIZE else None
    return {"versions": rows[:SIZE], "older": older}


@page
@require_safe
def agreement_version(request: Request, *, number: int) -> HttpResponse:
    """One version to read, in use or not."""
    found = get_object_or_404(Agreement.objects.select_related("recorded_by"), version=number)
    return render(request, "desk/agreement_version.html", {"agreement": found})


@page
@require_http_methods(METHODS)
def agreement_new(request: Request) -> HttpResponse:
    """A new version: write, look at it, put it into use."""
    if not edits(request):
        raise PermissionDenied
    if request.method != "POST":
        return _editor(request, _blank(), status=200)
    form = AgreementForm(request.POST)
    if not form.is_valid() or "preview" in request.POST:
        return _editor(request, form, status=422 if form.errors else 200)
    try:
        made = form.put_in_use(request.user)
    except InputRefused as refused:
        form.refuse(refused)
        return _editor(request, form, status=422)
    except TransitionRefused as refused:
        return _editor(request, form.over(verbs.in_use()), status=409, refusals=refused.refusals)
    messages.success(request, _("Version %s of the agreement is in use.") % made.version)
    return redirect("agreement")


def _blank() -> AgreementForm:
    before = verbs.in_use()
    said = {"text": before.text, "base": before.version} if before else {"base": 0}
    return AgreementForm(initial=said)


def _editor(request: Request, form: AgreementForm, *, status: int, **more: Any) -> HttpResponse:
    before = verbs.in_use()
    context = {
        "form": form,
        "before": before,
        "number": before.version + 1 if before else 1,
        "shown": form.cleaned_data.get("text", "") if form.is_bound and form.is_valid() else "",
        **more,
    }
    return render(request, "desk/agreement_new.html", context, status=status)
