"""An interest in one article: the reviewer says whether there is one, a managing editor decides.

Its words are for the reviewer, managing editors and credential officers; nobody else's page has
them.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import roles
from articles.credentials.loading import load
from articles.days import editorial_date
from articles.errors import TransitionRefused
from articles.forms.interests import DecideForm, InterestForm
from articles.models import Review
from articles.workflow import interests

from .doors import Request, page

REVIEW = Review.objects.select_related("reviewer", "round__article", "interest_decided_by")


def interest_facts(review: Review, user: User) -> dict[str, Any]:
    """What this person is shown of the interest in a review: nothing of somebody else's."""
    if review.reviewer.user_id == user.pk:
        is_open = review.closed_at is None and not review.interest
        return {"sees_interest": True, "interest_form": InterestForm(review) if is_open else None}
    held = roles.permissions_of(user)
    may_decide = "assign_review" in held and review.closed_at is None and review.interest
    return {
        "sees_interest": bool(held & {"assign_review", "manage_credentials"}),
        "may_decide": bool(may_decide),
    }


@page
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: Request, *, review_id: int) -> HttpResponse:
    """The reviewer's own word on this article, once: none, or what it is."""
    review = get_object_or_404(REVIEW, pk=review_id)
    if review.reviewer.user_id != request.user.pk:
        raise PermissionDenied("articles.review_article")
    if refusals := interests.unsayable(review):
        raise TransitionRefused("interest", refusals)
    form = InterestForm(review, request.POST if request.method == "POST" else None)
    if form.done(lambda: interests.declare(review, actor=request.user, interest=form.words)):
        messages.success(request, _NAMED if form.words else _NONE)
        return redirect("review", review_id=review.pk)
    context = {"form": form, "review": review, "article": review.round.article}
    return render(request, "desk/interest.html", context, status=422 if form.errors else 200)


_NONE = _("Recorded: no interest of yours bears on this article.")
_NAMED = _("Recorded. A managing editor decides what it means; until then you cannot sign.")


@page
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, *, review_id: int) -> HttpResponse:
    """A managing editor says what a named interest means."""
    review = get_object_or_404(REVIEW, pk=review_id)
    if "assign_review" not in roles.permissions_of(request.user):
        raise PermissionDenied("articles.assign_review")
    if found := interests.objections(review, request.user):
        raise TransitionRefused("interest", found)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.done(lambda: interests.decide(review, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("Recorded: %s.") % form.cleaned_data["decision"].label)
        return redirect("review", review_id=review.pk)
    context = _decide_facts(review, form)
    return render(request, "desk/interest_decide.html", context, status=422 if form.errors else 200)


def _decide_facts(review: Review, form: DecideForm) -> dict[str, Any]:
    """The named interest beside the yearly statement of that day."""
    assert review.interest_at is not None  # one was named
    on = editorial_date(review.interest_at)
    profile = load([review.reviewer_id], on=on)[review.reviewer_id]
    return {"form": form, "review": review, "article": review.round.article, "profile": profile}
