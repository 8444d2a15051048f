"""The queue of one reviewer: what waits for an answer, what was accepted, what closed lately."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.days import editorial_date
from articles.stages import Response

from . import lists
from .doors import Request, page

LATELY = 10
"""Closed reviews that are shown: enough to find the one that just left the list."""


@page
@require_safe
def review_list(request: Request) -> HttpResponse:
    today = editorial_date(timezone.now())
    waiting = list(lists.open_reviews(request.user))
    context = {
        "reviews": waiting,
        "asked": [review for review in waiting if review.response == Response.INVITED],
        "accepted": [review for review in waiting if review.response == Response.ACCEPTED],
        "closed": list(lists.closed_reviews(request.user)[:LATELY]),
        "late": sum(review.due_on < today for review in waiting),
        "today": today,
    }
    return render(request, "desk/review_list.html", context)
