"""One review: the frozen text, my answer, my sign-off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import presenting, workflow
from articles.days import editorial_date
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.forms import DeclineForm
from articles.forms.commenting import CommentForm, new_token
from articles.models import LedgerEntry, Review, Round
from articles.stages import Outcome, Response
from articles.workflow import TRANSITIONS, reviews
from articles.workflow.case import Case

from .acting import act
from .answers import answer_facts
from .commenting import fresh
from .comparing import redline_facts
from .doors import Request, confidential, page
from .interests import interest_facts
from .remedies import conditions, linked

_BEFORE = Round.objects.filter(
    article=OuterRef("round__article"),
    number=OuterRef("round__number") - 1,
    outcome=Outcome.CHANGES_REQUESTED,
)
REVIEW = Review.objects.annotate(letter=Subquery(_BEFORE.values("end_note"))).select_related(
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
    article, case = found.round.article, workflow.case_of(found.round.article, request.user)
    is_mine = found.reviewer.user_id == request.user.pk
    is_open = is_mine and found.closed_at is None and article.round_id == found.round_id
    by = presenting.reader(article, request.user, case.permissions, is_asked=is_open)
    context = {
        "review": found,
        "article": article,
        "is_mine": is_mine,
        "today": editorial_date(timezone.now()),
        **redline_facts(request, found.round, by),
        **answer_facts(found, case if is_open else None),
        **interest_facts(found, request.user),
        **(_decision_facts(found, case) if is_open else _closing_facts(found)),
    }
    return render(request, "desk/review.html", context)


def _decision_facts(found: Review, case: Case) -> dict[str, Any]:
    """What the reviewer may do now, why not, and where they stand."""
    verdict = case.verdict
    return {
        "options": list(_decisions(found, case)),
        "may_comment": True,
        "page_token": new_token(),
        "compose": CommentForm(initial=fresh(found.round.record)),
        "reviewer": case.reviewer,
        "verdict": verdict,
        "conditions": conditions(verdict),
        "credentials": presenting.relied_on(verdict.evidence()["credentials"] if verdict else []),
    }


def _closing_facts(found: Review) -> dict[str, Any]:
    """Who closed a review that its reviewer did not decide."""
    if found.closed_at is None or found.decision or found.response == Response.DECLINED:
        return {}
    closing = LedgerEntry.objects.about(found.round.article.subject).filter(at=found.closed_at)
    return {"closed_by": User.objects.filter(username__in=closing.values("actor")).first()}


UNANSWERED = {"question_unanswered", "answer_unexplained", "references_unchecked"}
"""What the page itself can put right: the button to sign sends the answers along."""


def _decisions(found: Review, case: Case) -> Iterator[presenting.OptionItem]:
    """Request changes and sign off, as the workflow offers them."""
    article, only = found.round.article, ("request_changes", "sign_off")
    for option in presenting.option_items(article, case.actor, case=case, only=only):
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
