"""One review: the frozen text, my answer, my sign-off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import presenting
from articles.days import editorial_date
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.forms import DeclineForm
from articles.forms.commenting import CommentForm
from articles.models import Review
from articles.workflow import TRANSITIONS, reviews

from .acting import act
from .answers import answer_facts
from .commenting import fresh
from .comparing import redline_facts
from .doors import Request, confidential, page
from .interests import interest_facts
from .remedies import linked
from .signing import sign_facts

REVIEW = Review.objects.select_related(
    "reviewer",
    "invited_by",
    "interest_decided_by",
    "round__record",
    "round__policy",
    "round__checklist",
    "round__submitted_by",
    "round__article__published_record",
    "round__article__round__record",
    "round__article__round__policy",
)


@page
@require_safe
def review(request: Request, *, review_id: int) -> HttpResponse:
    """The text of the round's record, which no later save can change, with all that belongs to it:
    what changed, comments, references, checklist.
    """
    found = get_object_or_404(REVIEW, pk=review_id)
    article, is_mine = found.round.article, found.reviewer.user_id == request.user.pk
    context = {
        "review": found,
        "article": article,
        "is_mine": is_mine,
        "today": editorial_date(timezone.now()),
        **redline_facts(request, article, found.round.record),
        **answer_facts(found, is_mine=is_mine),
        **interest_facts(found, request.user),
    }
    if is_mine and found.closed_at is None and article.round_id == found.round_id:
        context |= sign_facts(article, request.user)
        context |= {"options": list(_decisions(found, request.user)), "may_comment": True}
        context |= {"compose": CommentForm(initial=fresh(found.round.record))}
    return render(request, "desk/review.html", context)


UNANSWERED = {"question_unanswered", "answer_unexplained", "references_unchecked"}
"""What the page itself can put right: the button to sign sends the answers along."""


def _decisions(found: Review, user: User) -> Iterator[presenting.OptionItem]:
    """Request changes and sign off, as the workflow offers them."""
    for option in presenting.option_items(found.round.article, user):
        if option.name == "sign_off":
            left = [each for each in option.refusals if each.code not in UNANSWERED]
            refusals = linked(left)
            yield replace(option, url=reverse("sign", args=[found.pk]), refusals=refusals)
        if option.name == "request_changes":
            yield option


@page
@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: Request, *, review_id: int) -> HttpResponse:
    found = get_object_or_404(REVIEW, pk=review_id)
    if found.reviewer.user_id != request.user.pk:
        raise PermissionDenied
    article = found.round.article
    if article.round_id != found.round_id:
        over = Refusal("round_over", _("This round of review is over: nothing is left to sign."))
        raise TransitionRefused("sign_off", [over])
    return act(request, article, TRANSITIONS["sign_off"])


@page
@require_POST
def accept(request: Request, *, review_id: int) -> HttpResponse:
    found = get_object_or_404(REVIEW, pk=review_id)
    reviews.accept(found, actor=request.user)
    messages.success(request, _("You have accepted the review."))
    return redirect("review", review_id=found.pk)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: Request, *, review_id: int) -> HttpResponse:
    found = get_object_or_404(REVIEW, pk=review_id)
    if found.reviewer.user_id != request.user.pk:
        raise PermissionDenied
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reviews.decline(found, actor=request.user, reason=form.cleaned_data["reason"])
        except InputRefused as refused:
            form.add_error("reason", refused.message)
        else:
            messages.success(request, _("You have declined. The managing editor sees your reason."))
            return redirect("review-list")
    context = {"form": form, "review": found, "article": found.round.article}
    return render(request, "desk/decline.html", context, status=422 if form.errors else 200)
