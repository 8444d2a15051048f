"""Articles to read: the list, one article, one of its versions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import presenting
from articles.days import editorial_date
from articles.forms import ArticleFilter
from articles.models import Article

from . import lists, paging
from .choosing import way_in
from .doors import Request, page


@page
@require_safe
def article_list(request: Request) -> HttpResponse:
    form = ArticleFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = paging.newest_first(_narrowed(chosen, request), request.GET.get("after", ""))
    context = {"form": form, "page": found, "stage": chosen.get("stage", "")}
    context |= {"pipeline": lists.pipeline()}
    return render(request, "desk/article_list.html", context)


def _narrowed(chosen: dict[str, Any], request: Request) -> Any:
    found = lists.rows(Article.objects.all())
    if chosen.get("stage"):
        found = found.filter(stage=chosen["stage"])
    if chosen.get("mine"):
        found = found.filter(owner=request.user)
    if chosen.get("overdue"):
        found = found.overdue(editorial_date(timezone.now()))
    if chosen.get("q"):
        found = found.filter(title__icontains=chosen["q"])
    return found


@page
@require_safe
def article(request: Request, *, slug: str) -> HttpResponse:
    """The working text or, with ``?text=live``, the one readers see."""
    found = get_object_or_404(
        Article.objects.select_related("published_record", "owner"), slug=slug
    )
    live = found.published_record
    shown: Any = live if live and request.GET.get("text") == "live" else found
    context = {
        **_text(found, shown),
        "steps": presenting.stepper(found),
        "choose": way_in(found, request.user),
        "options": presenting.option_items(found, request.user),
        "signatures": presenting.signatures(found, shown.content_digest),
        "versions": presenting.versions(found, _before(request)),
        "editions": presenting.editions(found),
        "timeline": presenting.timeline(found),
        "comments": lists.comment_counts(found),
        "two_texts": bool(live and live.content_digest != found.content_digest),
    }
    return render(request, "desk/article.html", context)


def _before(request: Request) -> int | None:
    """``?before=12``: the versions earlier than that one."""
    asked = request.GET.get("before", "")
    return int(asked) if asked.isdecimal() and len(asked) < 9 else None


@page
@require_safe
def version(request: Request, *, slug: str, number: int) -> HttpResponse:
    """One saved version, read-only."""
    found = get_object_or_404(Article.objects.select_related("published_record"), slug=slug)
    record = get_object_or_404(found.history.select_related("history_user"), version=number)
    context = {**_text(found, record), "record": record}
    context["signatures"] = presenting.signatures_over(found, record)
    return render(request, "desk/version.html", context)


def _text(found: Article, shown: Any) -> dict[str, Any]:
    return {
        "article": found,
        "shown": shown,
        "is_live": found.published_record is not None
        and shown.content_digest == found.published_record.content_digest,
        "reading": presenting.reading(shown),
        "state": presenting.review_state(found, shown),
    }
