"""Is the process up; could it do its work? For machines, so without signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import readiness


@login_not_required
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; the database is not asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 or 503; what is missing is named to people who are signed in."""
    found = list(readiness.hindrances())
    answer: dict[str, object] = {"ready": not found}
    if _is_signed_in(request):
        answer["missing"] = found
    return JsonResponse(answer, status=503 if found else 200)


def _is_signed_in(request: HttpRequest) -> bool:
    """Asking for the session needs the database; without it nobody is signed in."""
    try:
        return request.user.is_authenticated
    except DatabaseError:
        return False
