"""One text against another: the redline of a review, of a version, of any two."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles import presenting
from articles.models import Article, Round, Signature

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
        "versions_saved": article.history.order_by("-version").values_list("version", flat=True),
        "base": article.content_digest,
        **shown_facts(request.GET.get("view", ""), basis.record, record, threads, given),
    }


def shown_facts(
    asked: str, old: Any, new: Any, threads: list[presenting.Thread], given: list[Signature]
) -> dict[str, Any]:
    """Two records as pieces, with comments beside their words and who signed each wording.

    ``asked``: how to see them, a redline where nothing is asked. Raises ``Http404`` for any other.
    """
    if asked and asked not in presenting.VIEWS:
        raise Http404
    view = (asked or "redline") if old else "clean"
    coverage = presenting.coverage(new.body, given, new)
    fields = presenting.field_lines(old, new)
    found = presenting.shown(
        old.body if old else None,
        new,
        view=view,
        coverage=coverage,
        anchors=presenting.anchors_of(threads),
        references=old.references if old else (),
        first=len(fields) + 1,
    )
    presenting.set_beside(found.pieces, threads)
    whole, gone = presenting.apart(threads)
    changed: list[presenting.FieldLine | presenting.Piece] = [*fields, *found.changed]
    words = found.redline.summary().words + sum(line.words for line in fields)
    return {
        "view": view,
        "views": presenting.VIEWS,
        "coverage": coverage,
        "parts": found.pieces if view == "clean" else presenting.folded(found.pieces),
        "changed": changed,
        "spelling": found.redline.spelling,
        "changes": presenting.count_words(len(changed), words) if old else "",
        "fields": fields,
        "summed": presenting.summed((each.number, each.found) for each in changed),
        "threads": threads,
        "whole": whole,
        "gone": gone,
    }


VIEW_NAMES = (
    ("redline", _("Redline")),
    ("side", _("Side by side")),
    ("clean", _("Clean")),
)


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
        "view_names": VIEW_NAMES,
        "versions": presenting.versions(article),
        **shown_facts(request.GET.get("view", ""), old, new, [], given),
    }
    return render(request, "desk/compare.html", context)
