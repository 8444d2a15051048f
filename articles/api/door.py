"""What every address of the API has in common, whoever asks and however."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from . import problems

View = Callable[..., HttpResponse]
METHODS = ("GET", "HEAD", "OPTIONS")


def door(view: View) -> View:
    """Only looks come in; HEAD and OPTIONS are for whom GET is; every refusal is a problem.

    No request here changes an article, so none needs a CSRF token; the API asks by itself who
    reads.
    """

    @wraps(view)
    @csrf_exempt
    @login_not_required
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        method = request.method
        if method not in METHODS:
            return _not_allowed()
        request.method = "GET"
        try:
            found = view(request, **kwargs)
        except Exception as error:  # noqa: BLE001 - the last door: whatever it is, it is told
            found = problems.of(request, error)
        finally:
            request.method = method
        return _allowed() if method == "OPTIONS" and found.status_code < 400 else found

    return answer


def nowhere(_request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Every other address under the API's."""
    raise Http404


def _allowed() -> HttpResponse:
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(METHODS)})


def _not_allowed() -> HttpResponse:
    allow = {"Allow": ", ".join(METHODS)}
    detail = "The API is read-only: use GET, HEAD or OPTIONS."
    return problems.problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, allow)
