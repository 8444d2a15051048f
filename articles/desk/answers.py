"""What a reviewer answers besides the text: checklist and ticks, kept as they are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import presenting
from articles.content import citations
from articles.content.reference_lines import address, formatted
from articles.errors import InputRefused
from articles.models import Review
from articles.stages import Answer
from articles.workflow import answering
from articles.workflow.case import Case
from articles.workflow.ticks import ticks

from .doors import Request, keeping, page

REVIEW = Review.objects.select_related("reviewer", "round__record", "round__checklist")


@keeping
@page
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: Request, *, review_id: int) -> HttpResponse:
    """Keep what was answered so far; then on to the page to sign, where that was asked for.

    Who comes back here from signing in finds the questions where they stand.
    """
    if request.method != "POST":
        return redirect("review", review_id=review_id)
    review = get_object_or_404(REVIEW, pk=review_id)
    then = "sign" if request.POST.get("then") == "sign" else "review"
    try:
        given, ticked = _given(request.POST), request.POST.getlist("checked")
        answering.save(review, given, ticked, actor=request.user)
    except InputRefused as refused:
        messages.error(request, _("Nothing was kept: %s") % capfirst(refused.message))
        then = "review"
    where = reverse(then, args=[review.pk])
    return redirect(where if then == "sign" else f"{where}#checklist")


def _given(sent: QueryDict) -> dict[str, tuple[str, str]]:
    """Answer and note by the code of the question."""
    codes = [name.removeprefix("answer-") for name in sent if name.startswith("answer-")]
    codes += [name.removeprefix("note-") for name in sent if name.startswith("note-")]
    return {
        code: (sent.get(f"answer-{code}", ""), sent.get(f"note-{code}", ""))
        for code in dict.fromkeys(codes)
    }


def answer_facts(review: Review, case: Case | None) -> dict[str, Any]:
    """The checklist with what was answered, each reference with its tick, and what the checks
    noticed. ``case``: of the person who answers here, with what they answered already.
    """
    asked = review.round.checklist
    rows = (case.answers if case else review.answers.all()) if asked else ()
    given = {row.code: row for row in rows}
    questions = [
        {**question, "given": given.get(question["code"])}
        for question in (asked.questions if asked else [])
    ]
    return {
        "checklist": asked,
        "questions": questions,
        "answered": sum(question["given"] is not None for question in questions),
        "answer_choices": Answer.choices,
        "noticed": presenting.noticed(review.round.record),
        "references": _references(review, _ticks(review, case)),
        "may_answer": case is not None and asked is not None,
    }


def _ticks(review: Review, case: Case | None) -> Mapping[str, Any]:
    asked = review.round.checklist
    if asked is None or not asked.checks_references:
        return {}
    return case.ticks if case else ticks(review)


def _references(review: Review, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """In the order of their numbers."""
    record = review.round.record
    return [
        {
            "number": number,
            "anchor": citations.anchor(number),
            "key": item["id"],
            "line": formatted(item),
            "link": address(item),
            "check": found.get(item["id"]),
        }
        for number, item in enumerate(citations.numbered(record.body, record.references), start=1)
    ]
