"""One text against another: the redline of a review, of a version, of any two."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import presenting
from articles.models import Article, Round

from .doors import Request, page


def redline_facts(request: Request, round: Round, by: presenting.Reader) -> dict[str, Any]:
    """A round's text as this person reads it: against what they signed, or what the address asks
    for. ``earlier``: what was asked for before the round began.

    ``?against=`` names the other text (mine, live, nothing, or a version), ``?view=`` how to see
    both.
    """
    article, record = round.article, round.record
    given = presenting.signatures_of(article)
    offered = presenting.bases(article, request.user, given)
    basis = presenting.basis(article, offered, request.GET.get("against", ""))
    threads = presenting.threads_of(article, record.body, by)
    return {
        "basis": basis,
        "earlier": [each for each in threads if each.comment.made_at < round.submitted_at],
        "offered": offered,
        "versions_saved": presenting.numbers(article, (basis.record or record).version),
        "base": article.content_digest,
        **presenting.shown_facts(request.GET.get("view", ""), basis.record, record, threads, given),
    }


@page
@require_safe
def compare(request: Request, *, slug: str) -> HttpResponse:
    """Any two versions of an article; without numbers, the newest against the one before."""
    article = get_object_or_404(Article, slug=slug)
    newest = article.version
    old = presenting.saved(article, request.GET.get("from") or str(max(newest - 1, 1)))
    new = presenting.saved(article, request.GET.get("to") or str(newest))
    given = presenting.signatures_of(article)
    context = {
        "article": article,
        "old": old,
        "new": new,
        "sides": (("from", old), ("to", new)),
        "view_names": presenting.VIEW_NAMES,
        "versions": presenting.choices(article, old.version, new.version),
        **presenting.shown_facts(request.GET.get("view", ""), old, new, [], given),
    }
    return render(request, "desk/compare.html", context)
