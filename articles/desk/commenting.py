"""Comments on words under review, and the turns in their threads."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles import presenting
from articles.content.blocks import parse
from articles.errors import DraftConflict
from articles.forms.commenting import CommentForm, TurnForm, new_token, token_for
from articles.models import Article, Comment, Review
from articles.stages import Outcome, RemarkKind
from articles.workflow import commenting, threads

from .doors import Request, keeping, page

COMMENT = Comment.objects.select_related("article", "record", "author")
REVIEW = Review.objects.select_related("reviewer", "round__record", "round__article")


@keeping
@page
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: Request, *, review_id: int) -> HttpResponse:
    """A comment on words, or on the whole text; ``?block=`` names the block it is about."""
    review = get_object_or_404(REVIEW, pk=review_id)
    article, record = review.round.article, review.round.record
    asked = request.POST if request.method == "POST" else None
    form = CommentForm(asked, initial=_offered(request, record))
    made: list[Comment] = []
    if form.done(
        lambda: made.append(commenting.comment(article, actor=request.user, **form.said()))
    ):
        messages.success(request, _("Your comment is kept."))
        number = article.comments.filter(pk__lte=made[0].pk).count()
        return redirect(_back_to(request, review, presenting.letters(number)))
    context = {"form": form, "review": review, "article": article, "record": record}
    return render(request, "desk/comment.html", context, status=422 if form.errors else 200)


def _offered(request: Request, record: Any) -> dict[str, Any]:
    asked = request.GET.get("block", "")
    chosen = (block.text for block in parse(record.body) if str(block.index) == asked)
    token = token_for(request.GET.get("form", ""), asked)
    return {"exact": next(chosen, ""), **fresh(record), "token": token}


def fresh(record: Any) -> dict[str, Any]:
    """What a form to comment carries unseen: the text on screen, and a token of its own."""
    return {"seen": record.content_digest, "token": new_token()}


def _back_to(request: Request, review: Review, letter: str) -> str:
    """The review as it was on screen, at the comment."""
    kept = request.POST.get("on", "")
    query = f"?{kept}" if kept else ""
    return f"{reverse('review', args=[review.pk])}{query}#note-{letter}"


@keeping
@page
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: Request, *, comment_id: int) -> HttpResponse:
    """One comment with its thread; a POST adds a turn to it."""
    found = get_object_or_404(COMMENT, pk=comment_id)
    asked = request.POST if request.method == "POST" else None
    form = TurnForm(asked, initial={"token": new_token()})
    try:
        if form.done(lambda: _take_turn(found, form.cleaned_data, request)):
            messages.success(request, SAID[form.cleaned_data["turn"]])
            return HttpResponseRedirect(_next(request, found))
    except DraftConflict as conflict:
        form.add_error(None, str(conflict))
    context = _thread_facts(request, found, form)
    return render(request, "desk/thread.html", context, status=422 if form.errors else 200)


SAID = {
    RemarkKind.REPLY: gettext_lazy("Your answer is kept."),
    RemarkKind.RESOLVE: gettext_lazy("Resolved."),
    RemarkKind.REOPEN: gettext_lazy("Open again."),
    RemarkKind.TAKE: gettext_lazy("The wording stands in the text now, as a version of yours."),
    RemarkKind.SETTLE: gettext_lazy("Settled. Whoever signs next reads your reason."),
}


def _take_turn(comment: Comment, given: dict[str, Any], request: Request) -> None:
    said, actor, token = given["text"], request.user, given["token"]
    match given["turn"]:
        case RemarkKind.REPLY:
            threads.reply(comment, actor=actor, text=said, token=token)
        case RemarkKind.RESOLVE:
            threads.resolve(comment, actor=actor, text=said, token=token)
        case RemarkKind.REOPEN:
            threads.reopen(comment, actor=actor, text=said, token=token)
        case RemarkKind.SETTLE:
            threads.settle(comment, actor=actor, reason=said, token=token)
        case RemarkKind.TAKE:
            threads.take(comment, actor=actor, base=given["base"], token=token)


def _next(request: Request, comment: Comment) -> str:
    """Back to the page the turn was taken on, where that is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return reverse("comment-thread", args=[comment.pk])


def _thread_facts(request: Request, comment: Comment, form: TurnForm) -> dict[str, Any]:
    article = comment.article
    by = presenting.reader(article, request.user)
    found = presenting.threads_of(article, article.body, by)
    shown = next(each for each in found if each.comment.pk == comment.pk)
    return {"article": article, "thread": shown, "form": form, "base": article.content_digest}


@page
@require_safe
def points(request: Request, *, slug: str) -> HttpResponse:
    """Every comment on an article: what is open first, to be answered one by one."""
    article = get_object_or_404(Article.objects.select_related("round"), slug=slug)
    by = presenting.reader(article, request.user)
    found = presenting.threads_of(article, article.body, by)
    newest = article.rounds.order_by("-number").first()
    last = newest if newest and newest.outcome == Outcome.CHANGES_REQUESTED else None
    context = {
        "article": article,
        "open": [each for each in found if each.is_open],
        "closed": [each for each in found if not each.is_open],
        "last": last,
        "base": article.content_digest,
    }
    return render(request, "desk/points.html", context)
