"""The page behind the decline link of a mail: for a physician who is not signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.errors import InputRefused, TransitionRefused
from articles.forms import DeclineForm
from articles.models import Review
from articles.notifications.declining import review_of
from articles.workflow import reviews

from .doors import Request
from .onboarding import unlinked


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decline_link(request: Request, *, token: str) -> HttpResponse:
    """Looking at it does nothing, so no mail scanner declines. Whoever is signed in is not asked:
    the link speaks for the account that the mail went to.
    """
    review = review_of(token)
    if review is None:
        return _closed(request)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, review, form=form, status=422 if form.errors else 200)
    try:
        _decline(review, form.cleaned_data["reason"])
    except InputRefused as refused:
        form.add_error("reason", refused.message)
        return _page(request, review, form=form, status=422)
    except TransitionRefused:
        return _closed(request)
    return _page(request, review, status=200)


def _decline(review: Review, reason: str) -> None:
    holder = review.reviewer.user
    assert isinstance(holder, User)  # the link's own account
    reviews.decline(review, actor=holder, reason=reason)


def _page(request: Request, review: Review, *, status: int, **more: Any) -> HttpResponse:
    """The form; without one, that it is done."""
    context = {"review": review, "record": review.round.record, **more}
    return unlinked(render(request, "desk/decline_link.html", context, status=status))


def _closed(request: Request) -> HttpResponse:
    """One answer to every link that opens nothing, whether or not there is such a review."""
    return unlinked(render(request, "desk/decline_closed.html", status=404))
