"""How a physician comes in: the invitation's link, the agreement, the yearly disclosure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from articles.credentials import agreement, onboarding
from articles.credentials.accounts import username_for
from articles.errors import InputRefused, TransitionRefused
from articles.forms.disclosing import DisclosureForm
from articles.forms.onboarding import JoinForm
from articles.models import Invitation, Reviewer

from .doors import Request, page

METHODS = ["GET", "HEAD", "POST"]


@login_not_required
@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(METHODS)
def join(request: Request, *, token: str) -> HttpResponse:
    """The page behind a mailed link. Looking at it does nothing."""
    invitation = onboarding.invitation_of(token)
    if invitation is None:
        return _closed(request, token)
    form = JoinForm(agreement.in_use(), request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _welcome(request, invitation, form, status=422 if form.errors else 200)
    try:
        user = form.join(token)
    except InputRefused as refused:
        form.refuse(refused)
        return _welcome(request, invitation, form, status=422)
    except TransitionRefused as refused:
        return _not_joined(request, invitation, token, refused)
    login(request, user)
    name = {"name": user.get_username()}
    messages.success(request, _("Welcome. You sign in as “%(name)s” from now on.") % name)
    return redirect("disclosure")


def _not_joined(
    request: Request, invitation: Invitation, token: str, refused: TransitionRefused
) -> HttpResponse:
    """The link is over, or the agreement has a newer version to be read first."""
    if all(refusal.code == "agreement_moved" for refusal in refused.refusals):
        form = JoinForm(agreement.in_use())
        return _welcome(request, invitation, form, status=409, refusals=refused.refusals)
    return _closed(request, token)


def _welcome(
    request: Request, invitation: Invitation, form: JoinForm, *, status: int, **more: Any
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "username": username_for(invitation.reviewer.name),
        "agreement": agreement.in_use(),
        "form": form,
        **more,
    }
    return unlinked(render(request, "desk/join.html", context, status=status))


def _closed(request: Request, token: str) -> HttpResponse:
    """One sentence for every link that opens nothing, so that none tells more than another."""
    status = 409 if onboarding.was_sent(token) else 404
    return unlinked(render(request, "desk/join_closed.html", status=status))


def unlinked(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it goes into no index, and no further page learns it.

    Not ``no-referrer``: browsers then send “Origin: null” with the form, and it is refused.
    """
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@page
@never_cache
@require_http_methods(METHODS)
def disclosure(request: Request) -> HttpResponse:
    """The thirteen questions, filled with what was declared last. Only for their holder."""
    reviewer = holder(request)
    if request.method != "POST":
        last = reviewer.disclosures.last()
        return _questions(request, reviewer, DisclosureForm.like(last), status=200)
    form = DisclosureForm(request.POST)
    if more := request.POST.get("more"):
        return _questions(request, reviewer, form.with_more_rows(more), status=200)
    if not form.is_valid():
        return _questions(request, reviewer, form, status=422)
    try:
        form.declare(reviewer, request.user)
    except InputRefused as refused:
        form.refuse(refused)
        return _questions(request, reviewer, form, status=422)
    messages.success(request, _("Your declaration was recorded. You are asked again in a year."))
    return redirect("disclosure")


def _questions(
    request: Request, reviewer: Reviewer, form: DisclosureForm, *, status: int
) -> HttpResponse:
    context = {
        "reviewer": reviewer,
        "last": reviewer.disclosures.last(),
        "form": form,
        "now": timezone.now(),
    }
    return render(request, "desk/disclosure.html", context, status=status)


def holder(request: Request) -> Reviewer:
    """The profile of who is signed in; 403 where they have none."""
    reviewer = Reviewer.objects.filter(user=request.user).first()
    if reviewer is None:
        raise PermissionDenied
    return reviewer
