"""The publish desk: what is signed, what readers see, what falls due, what was withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles import presenting, roles
from articles.days import editorial_date
from articles.keyset import Page
from articles.models import Article
from articles.stages import Stage

from . import lists, paging, scheduled
from .doors import Request, page
from .home import AHEAD

TABS = {
    "ready": _("Ready"),
    "scheduled": _("Scheduled"),
    "live": _("Live"),
    "due": _("Due for review"),
    "withdrawn": _("Withdrawn"),
}
CHOOSING = {"ready", "live", "due"}
"""Tabs whose rows can be ticked."""


@page
@require_safe
def publish_desk(request: Request) -> HttpResponse:
    tab = request.GET.get("tab", "ready")
    tab = tab if tab in TABS else "ready"
    now = timezone.now()
    today = editorial_date(now)
    counts = lists.desk_counts(today + AHEAD)
    found = _page(tab, request.GET.get("after", ""), today)
    held = roles.permissions_of(request.user)
    context = {
        "tab": tab,
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "page": found,
        "rows": _rows(found.rows, tab, request),
        "today": today,
        "held": held,
        "chooses": tab in CHOOSING and bool(held & {"publish_article", "export_article"}),
        "next_release": scheduled.next_release(now),
        "missed": scheduled.did_not_happen(now) if tab in {"ready", "scheduled"} else [],
    }
    return render(request, "publish/desk.html", context)


def _page(tab: str, after: str, today: dt.date) -> Page[Any]:
    match tab:
        case "ready":
            return paging.newest_first(lists.ready().select_related("round"), after)
        case "scheduled":
            return scheduled.waiting(after)
        case "live":
            return paging.newest_first(lists.live(), after)
        case "due":
            return paging.soonest_first(lists.due(today + AHEAD), after)
    gone = Article.objects.filter(stage=Stage.WITHDRAWN)
    return paging.newest_first(lists.rows(gone), after)


def _rows(articles: list[Any], tab: str, request: Request) -> list[dict[str, Any]]:
    """Each row with what stands beside it, from a constant number of statements."""
    if tab == "scheduled":
        return scheduled.rows(articles)
    signers = lists.signers_of(articles, live=tab != "ready") if tab != "withdrawn" else {}
    ready = presenting.release_refusals(articles, request.user) if tab == "ready" else {}
    gone = lists.withdrawals_of(articles) if tab == "withdrawn" else {}
    return [
        {
            "article": article,
            "signers": signers.get(article.pk, []),
            "refusals": ready.get(article.pk, []),
            "given": gone.get(article.pk),
        }
        for article in articles
    ]
