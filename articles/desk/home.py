"""“What needs me”: for each role a short list with the next act on each row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import roles
from articles.credentials import due, leaving
from articles.days import editorial_date
from articles.presenting import inherited

from . import lists, remedies, scheduled
from .concerns import in_tab
from .doors import Request, page

SHORT = 8
"""Rows of each short list; the whole list is one link away."""
AHEAD = dt.timedelta(days=90)
EDITING = ("interests", "declined", "unanswered", "late")
"""What stands together under a managing editor's heading."""


@page
@require_safe
def home(request: Request) -> HttpResponse:
    today = editorial_date(timezone.now())
    mine = needs(request.user, today)
    context = {
        "today": today,
        **mine,
        "editing": sum(len(mine.get(name, [])) for name in EDITING),
        "waiting": sum(len(rows) for rows in mine.values()),
        "pipeline": lists.pipeline(),
        "inherited": inherited.counted() if "late" in mine else None,
        "due": lists.due(today + AHEAD)[:SHORT],
    }
    return render(request, "desk/home.html", context)


def needs(user: User, today: dt.date) -> Mapping[str, list[Any]]:
    """What waits for this person, by list; a list that is not theirs to work on is absent."""
    held = roles.permissions_of(user)
    found: dict[str, Any] = {}
    if "review_article" in held:
        found["reviews"] = lists.open_reviews(user)
        found["duties"] = remedies.duties(user, today)
    if "draft_article" in held:
        found["drafts"] = lists.drafts_of(user)
    if held & {"publish_article", "assign_review"}:
        found["missed"] = scheduled.did_not_happen(timezone.now())
    if "publish_article" in held:
        found["ready"] = lists.rows(lists.ready().order_by("stage_since", "pk"))
    if "assign_review" in held:
        found["interests"] = lists.undecided_interests(user)
        found["unanswered"] = lists.unanswered_reviews(today)
        found["late"] = lists.late_reviews(today)
        found["declined"] = lists.declined_reviews()
        found["left"] = leaving.left_behind()
        found["concerns"] = in_tab("open")
    if "manage_credentials" in held:
        found["to_confirm"] = (
            due.waiting().exclude(checked_by=user).exclude(credential__reviewer__user=user)
        )
        found["checks"] = due.queue(on=today, known_at=timezone.now()).rows
    return {name: list(rows[:SHORT]) for name, rows in found.items()}
