"""Choosing a reviewer: candidates with why and why not; asking them, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import roles
from articles.credentials import candidates, eligibility
from articles.credentials.candidates import Candidate
from articles.credentials.eligibility import Rules
from articles.days import editorial_date
from articles.errors import Refusal, TransitionRefused
from articles.forms import picked_of
from articles.forms.choosing import AssignForm, CandidateFilter, ReleaseForm
from articles.models import Article, Review, Reviewer, ReviewPolicy
from articles.stages import Stage
from articles.workflow import reviews

from .doors import Request, page

ARTICLE = Article.objects.select_related("round__policy")
REVIEW = Review.objects.select_related("reviewer", "round__article", "invited_by")


def way_in(article: Article, user: User) -> str:
    """The address of the candidates for a review that is open, for who may ask them."""
    if article.stage != Stage.MEDICAL_REVIEW:
        return ""
    may = "assign_review" in roles.permissions_of(user)
    return reverse("choose-reviewers", args=[article.slug]) if may else ""


@page
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Request, *, slug: str) -> HttpResponse:
    """For a draft: pick some and go on to submit. In review: ask one or several more."""
    article = get_object_or_404(ARTICLE, slug=slug)
    policy = _rules_for(article, request.user)
    if request.method != "POST":
        return _show(request, article, policy, AssignForm())
    form = AssignForm(request.POST)
    if not form.done(lambda: _ask(request, article, form)):
        return _show(request, article, policy, form)
    return redirect("choose-reviewers", slug=article.slug)


def _ask(request: Request, article: Article, form: AssignForm) -> None:
    asked = reviews.assign(article, actor=request.user, **form.cleaned_data)
    names = get_text_list([review.reviewer.printed_name for review in asked], _("and"))
    said = _("Asked to review: %s.") % names if names else _("All of them are asked already.")
    messages.success(request, said)


def _rules_for(article: Article, user: User) -> Rules:
    """The policy that judges candidates. Raises what the page answers: 403 and 409."""
    held = roles.permissions_of(user)
    in_review = article.stage == Stage.MEDICAL_REVIEW
    if not held & ({"assign_review"} if in_review else {"assign_review", "submit_article"}):
        raise PermissionDenied("articles.assign_review")
    if in_review and article.round is not None:
        policy: Rules = article.round.policy
        return policy
    if article.stage != Stage.DRAFT:
        raise TransitionRefused("assign", [Refusal("no_round", _("No review is open."))])
    found = ReviewPolicy.objects.applying_to(article)
    if found is None:
        raise TransitionRefused("assign", [eligibility.no_policy()])
    return found


def _show(request: Request, article: Article, policy: Rules, form: AssignForm) -> HttpResponse:
    ticked = form["reviewers"].value() if form.is_bound else request.GET.getlist("reviewers")
    context = {
        "article": article,
        "policy": policy,
        "is_draft": article.stage == Stage.DRAFT,
        "form": form,
        **_found(article, policy, request, picked_of(ticked or [])),
    }
    return render(request, "desk/choose.html", context, status=422 if form.errors else 200)


def _found(article: Article, policy: Rules, request: Request, picked: list[int]) -> dict[str, Any]:
    """One page of candidates by what the address asks for, and the ticks that go along."""
    narrowed = CandidateFilter(request.GET)
    search = narrowed.cleaned_data["q"] if narrowed.is_valid() else ""
    after, now = request.GET.get("after", ""), timezone.now()
    today = editorial_date(now)
    found = candidates.ranked(article, policy, on=today, known_at=now, after=after, search=search)
    return {
        "filter": narrowed,
        "search": search,
        "found": found,
        "rows": _rows(found.candidates, article, request.user, picked),
        "is_first": not after,
        "picked": picked,
        "elsewhere": _elsewhere(picked, found),
        "today": today,
    }


def _elsewhere(picked: list[int], found: candidates.Ranked) -> list[Reviewer]:
    """Those picked who are not among the rows shown: their ticks go along."""
    shown = {candidate.reviewer.pk for candidate in found.candidates}
    missing = [key for key in picked if key not in shown]
    return list(Reviewer.objects.filter(pk__in=missing)) if missing else []


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate with what may be done about them on this page."""

    candidate: Candidate
    is_ticked: bool
    may_be_asked: bool
    may_release: bool


def _rows(found: list[Candidate], article: Article, user: User, picked: list[int]) -> list[Row]:
    """Whoever wrote or submits the text is not even asked, nor is anybody twice in a round."""
    submits = article.round.submitted_by_id if article.round else user.pk
    never = {None, article.owner_id, submits}
    return [
        Row(
            candidate=each,
            is_ticked=each.reviewer.pk in picked,
            may_be_asked=each.reviewer.user_id not in never and each.review is None,
            may_release=each.review is not None and each.review.closed_at is None,
        )
        for each in found
    ]


@page
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: Request, *, review_id: int) -> HttpResponse:
    """Take an invitation back, so that somebody else can be asked."""
    review = get_object_or_404(REVIEW, pk=review_id)
    if "assign_review" not in roles.permissions_of(request.user):
        raise PermissionDenied("articles.assign_review")
    if review.closed_at is not None:
        raise TransitionRefused("release", [Refusal("closed", _("This review is closed."))])
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if form.done(lambda: reviews.release(review, actor=request.user, **form.cleaned_data)):
        said = _("Taken back from %s. Ask somebody else.") % review.reviewer.printed_name
        messages.success(request, said)
        return redirect("choose-reviewers", slug=review.round.article.slug)
    context: dict[str, Any] = {"form": form, "review": review, "article": review.round.article}
    return render(request, "desk/release.html", context, status=422 if form.errors else 200)
