"""Is the process up; could it do its work? For machines, so without signing in."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import keys, triggers
from articles.errors import KeyMissing


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
    found = list(missing())
    answer: dict[str, object] = {"ready": not found}
    if _is_signed_in(request):
        answer["missing"] = found
    return JsonResponse(answer, status=503 if found else 200)


def missing() -> Iterator[str]:
    """What stands in the way of work, in words for an administrator."""
    try:
        connection.ensure_connection()
        plan = MigrationExecutor(connection)
        waiting = plan.migration_plan(plan.loader.graph.leaf_nodes())
        yield from (f"migration {migration} is not applied" for migration, _ in waiting)
        yield from (f"trigger {name} is not installed" for name in triggers.missing())
    except DatabaseError:
        yield "the database does not answer"
    try:
        keys.signing_key()
    except (KeyMissing, OSError, ValueError) as error:
        yield str(error) if isinstance(error, KeyMissing) else "the signing key cannot be read"


def _is_signed_in(request: HttpRequest) -> bool:
    """Asking for the session needs the database; without it nobody is signed in."""
    try:
        return request.user.is_authenticated
    except DatabaseError:
        return False
