"""Concerns about live articles: what is open, what was settled, and the settling of one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles import keyset, presenting, roles
from articles.credentials import concerns, impact
from articles.days import editorial_date
from articles.forms.impact import SettleForm
from articles.models import Concern
from articles.stages import Resolution

from .doors import Request, page

PAGE = 25
TABS = {
    "open": gettext_lazy("Open"),
    "settled": gettext_lazy("Settled"),
    "past": gettext_lazy("No longer before readers"),
}
ABOUT = ("article", "signature", "credential__certificate__board")
CONCERN = Concern.objects.select_related(
    *ABOUT,
    "credential__reviewer",
    "status__recorded_by",
    "opened_by",
    "resolved_by",
    "signature__round__policy",
    "signature__reviewer",
)


def in_tab(tab: str) -> QuerySet[Concern]:
    """Open: the oldest first. Settled: the last first. Past: unsettled, but the text was replaced
    or withdrawn.
    """
    found = Concern.objects.select_related(*ABOUT, "resolved_by").defer(
        "article__body", "article__references", "article__summary", "signature__statement"
    )
    open_now = Concern.objects.open().values("pk")
    match tab:
        case "open":
            return found.filter(pk__in=open_now).order_by("opened_at", "pk")
        case "settled":
            return found.exclude(resolution=Resolution.NONE).order_by("-resolved_at", "-pk")
    past = found.filter(resolution=Resolution.NONE).exclude(pk__in=open_now)
    return past.order_by("opened_at", "pk")


@page
@require_safe
def concern_list(request: Request) -> HttpResponse:
    if not request.user.has_perm("articles.view_concern"):
        raise PermissionDenied
    tab = request.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    order = ("-resolved_at", "-pk") if tab == "settled" else ("opened_at", "pk")
    found = keyset.page(in_tab(tab), request.GET.get("after", ""), order, PAGE)
    context = {
        "tab": tab,
        "tabs": [(name, label, in_tab(name).count()) for name, label in TABS.items()],
        "rows": found.rows,
        "next": found.after,
        "is_first": found.is_first,
    }
    return render(request, "desk/concern_list.html", context)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: Request, *, concern_id: int) -> HttpResponse:
    """One concern with its grounds; a managing editor settles it, once."""
    if not request.user.has_perm("articles.view_concern"):
        raise PermissionDenied
    found = get_object_or_404(CONCERN, pk=concern_id)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "assign_review" not in roles.permissions_of(request.user):
        raise PermissionDenied
    if form.done(lambda: concerns.settle(found, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The concern is settled."))
        return redirect("concern", concern_id=found.pk)
    context = {"concern": found, "form": form, **_grounds(found, request)}
    return render(request, "desk/concern.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The credential as the signature names it, and as it is judged now."""

    as_signed: Sequence[dict[str, Any]]
    judged: impact.Judged | None


def _grounds(found: Concern, request: Request) -> dict[str, Any]:
    named = json.loads(found.signature.statement)["credentials"]
    about = [item for item in named if item["credential"] == found.credential_id]
    now = timezone.now()
    finding = impact.of_signature(found.signature, on=editorial_date(now), known_at=now)
    judged = (
        [j for j in finding.credentials if j.facts.id == found.credential_id] if finding else []
    )
    may_settle = "assign_review" in roles.permissions_of(request.user)
    return {
        "grounds": Grounds(presenting.relied_on(about), judged[0] if judged else None),
        "is_open": Concern.objects.open().filter(pk=found.pk).exists(),
        "may_settle": may_settle and found.resolution == Resolution.NONE,
    }
