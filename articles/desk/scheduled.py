"""Releases that are signed and wait for their moment: the list of them, and calling one off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import keyset, roles, workflow
from articles.errors import Refusal, TransitionRefused
from articles.forms.releasing import CancelForm
from articles.keyset import Page
from articles.models import Publication, Schedule
from articles.stages import ScheduleOutcome

from . import paging
from .doors import Request, page

LATELY = dt.timedelta(days=14)
"""How long a release that did not happen is told of."""
MOST_TOLD = 20
TEXTS = ("article", "round__record")
HEAVY = ("body", "references", "summary", "funding")
SCHEDULE = Schedule.objects.select_related(*TEXTS, "signature", "ended_by").defer(
    *(f"{text}__{name}" for text in TEXTS for name in HEAVY), "signature__statement"
)


def waiting(after: str) -> Page[Schedule]:
    """The soonest first, each with the numbers of the edition that readers have now."""
    newest = Publication.objects.filter(article=OuterRef("article")).order_by("-major", "-minor")
    found = SCHEDULE.waiting().annotate(
        major=Subquery(newest.values("major")[:1]), minor=Subquery(newest.values("minor")[:1])
    )
    return keyset.page(found, after, ("release_at", "pk"), paging.SIZE)


def rows(found: list[Schedule]) -> list[dict[str, Any]]:
    """Each with the edition that it becomes, and whether its moment has come."""
    now = timezone.now()
    return [
        {
            "schedule": schedule,
            "edition": edition_to_be(schedule),
            "is_late": schedule.release_at <= now,
        }
        for schedule in found
    ]


def edition_to_be(schedule: Schedule) -> str:
    """``2.0``: what a row of ``waiting`` becomes. An editorial change goes on from what is live."""
    major: int = schedule.major or 0  # type: ignore[attr-defined]  # annotated by ``waiting``
    minor: int = schedule.minor or 0  # type: ignore[attr-defined]  # annotated by ``waiting``
    return f"{major}.{minor + 1}" if schedule.is_minor and major else f"{major + 1}.0"


def next_release(at: dt.datetime) -> dt.datetime | None:
    """The moment of the release that comes next."""
    ahead = Schedule.objects.waiting().filter(release_at__gt=at).order_by("release_at")
    return ahead.values_list("release_at", flat=True).first()


def did_not_happen(at: dt.datetime) -> list[Schedule]:
    """Releases that ended lately without one, of themselves, and that no later one made good."""
    after = {"article": OuterRef("article")}
    later = Schedule.objects.filter(**after, pk__gt=OuterRef("pk"))
    released = Publication.objects.filter(**after, released_at__gt=OuterRef("ended_at"))
    ended = SCHEDULE.filter(
        ~Exists(later),
        ~Exists(released),
        outcome__in=(ScheduleOutcome.REFUSED, ScheduleOutcome.OVERTAKEN),
        ended_at__gt=at - LATELY,
    )
    return list(ended.order_by("-ended_at", "pk")[:MOST_TOLD])


@page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, *, schedule_id: int) -> HttpResponse:
    """Call a release off. Nothing is signed: it releases nothing."""
    schedule = get_object_or_404(SCHEDULE, pk=schedule_id)
    if "publish_article" not in roles.permissions_of(request.user):
        raise PermissionDenied("articles.publish_article")
    if schedule.ended_at is not None:
        ended = _("This release waits no more: %s.") % schedule.get_outcome_display()
        raise TransitionRefused("cancel_release", [Refusal("ended", ended)])
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.done(
        lambda: workflow.cancel_release(schedule, actor=request.user, **form.cleaned_data)
    ):
        said = _("Called off. “%s” waits among the articles that are ready.")
        messages.success(request, said % schedule.round.record.title)
        return redirect(reverse("publish-desk") + "?tab=scheduled")
    context = {"form": form, "schedule": schedule, "article": schedule.article}
    return render(request, "publish/cancel.html", context, status=422 if form.errors else 200)
