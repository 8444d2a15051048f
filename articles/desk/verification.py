"""Checks at the source: those that wait for a second person, and those that fall due."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import roles
from articles.credentials import due, outlook
from articles.days import editorial_date
from articles.models import Board

from .doors import Request, page

AHEAD = (30, 60, 90)
"""Days that one may look ahead; the middle one unless another is chosen."""
WAITING = 50
"""Checks without a second person that the page shows; the oldest first."""


@page
@require_safe
def verification(request: Request) -> HttpResponse:
    if not request.user.has_perm("articles.view_concern"):
        raise PermissionDenied
    boards = list(Board.objects.order_by("name", "pk"))
    code, days = request.GET.get("board", ""), request.GET.get("ahead", "60")
    context: dict[str, Any] = {"boards": boards, "aheads": AHEAD}
    board = next((each for each in boards if each.code == code), None)
    if wrong := _wrong(code, days, board):
        return render(request, "desk/verification.html", context | {"wrong": wrong}, status=422)
    context |= {"board": board, "ahead": int(days), "after": request.GET.get("after", "")}
    context |= _found(boards, board, int(days), request.GET.get("after", ""))
    context["may_record"] = "manage_credentials" in roles.permissions_of(request.user)
    return render(request, "desk/verification.html", context)


def _wrong(code: str, days: str, board: Board | None) -> str:
    """What is the matter with the address, in one sentence."""
    if code and board is None:
        return _("There is no such board.")
    return "" if days in map(str, AHEAD) else _("Look 30, 60 or 90 days ahead.")


def _found(boards: list[Board], board: Board | None, ahead: int, after: str) -> dict[str, Any]:
    now = timezone.now()
    queue, look = outlook.overview(
        on=editorial_date(now), known_at=now, ahead=ahead, boards=boards, after=after, board=board
    )
    waiting = due.waiting().select_related("checked_by")[:WAITING]
    return {"queue": queue, "outlook": look, "groups": _groups(queue.rows), "waiting": waiting}


def _groups(rows: list[due.Due]) -> list[tuple[str, str, list[due.Due]]]:
    """By what is at stake: name, heading, rows; a group without rows is left out."""
    groups: dict[str, list[due.Due]] = {"never": [], "now": [], "due": []}
    for row in rows:
        if row.checked_on is None:
            groups["never"].append(row)
        else:
            groups["now" if row.objection else "due"].append(row)
    headings: dict[str, Any] = {
        "never": _("No check counts"),
        "now": _("Blocks signing now"),
        "due": _("Falls due"),
    }
    return [(name, headings[name], found) for name, found in groups.items() if found]
