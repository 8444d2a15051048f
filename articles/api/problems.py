"""Every refusal in one form: RFC 9457 ``application/problem+json``."""

from __future__ import annotations

import json
from functools import singledispatch
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.log import log_response
from ninja.errors import ValidationError

from articles.errors import InputRefused, TransitionRefused
from articles.models import Article
from articles.released import WithdrawnArticle
from articles.throttling import TooMany

from . import shown

CONTENT_TYPE = "application/problem+json"
REALM = 'Bearer realm="ReviewFlow"'


class NotSignedIn(Exception):
    """No token and no session, or a token that opens nothing (401)."""

    def __init__(self, *, presented: bool) -> None:
        self.presented = presented
        super().__init__()


class ScopeMissing(Exception):
    """A token that does not reach so far (403)."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()


class NotAcceptable(Exception):
    """Nothing of what the reader takes is written here (406)."""


def problem(
    status: HTTPStatus, detail: str, headers: dict[str, str] | None = None, **more: Any
) -> HttpResponse:
    """One refusal. ``more``: members of its own, such as ``refusals``."""
    said = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        **more,
    }
    body = json.dumps(said, ensure_ascii=False).encode()
    answer = HttpResponse(body, status=status, content_type=CONTENT_TYPE, headers=headers)
    answer["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ("Accept", "Authorization"))
    return answer


def of(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """The problem that an error is. One that nobody foresaw is logged, and told to nobody."""
    return told(error) or _unforeseen(request, error)


@singledispatch
def told(error: object) -> HttpResponse | None:  # noqa: ARG001 (names the kind)
    """What readers are told of an error; of another kind than those below, nothing."""
    return None


@told.register
def _(error: NotSignedIn) -> HttpResponse:
    """RFC 6750: which scheme opens the door; that a token was wrong, and not in what way."""
    detail, challenge = "Present an API token, or sign in.", REALM
    if error.presented:
        detail, challenge = "This token opens nothing.", f'{REALM}, error="invalid_token"'
    return problem(HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": challenge})


@told.register
def _(error: ScopeMissing) -> HttpResponse:
    """RFC 6750, 3.1: another token of this account would do."""
    challenge = f'{REALM}, error="insufficient_scope", scope="{error.scope}"'
    detail = f"This token lacks the scope “{error.scope}”."
    return problem(HTTPStatus.FORBIDDEN, detail, {"WWW-Authenticate": challenge})


@told.register
def _(_error: PermissionDenied) -> HttpResponse:
    return problem(HTTPStatus.FORBIDDEN, "This account or token may not read articles.")


@told.register(Http404)
@told.register(Article.DoesNotExist)
def _(_error: Exception) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, "There is nothing published at this address.")


@told.register
def _(error: NotAcceptable) -> HttpResponse:
    return problem(HTTPStatus.NOT_ACCEPTABLE, str(error))


@told.register
def _(error: TransitionRefused) -> HttpResponse:
    refusals = shown.refusals(error.refusals)
    return problem(HTTPStatus.CONFLICT, str(error), refusals=refusals)


@told.register
def _(error: WithdrawnArticle) -> HttpResponse:
    said = shown.withdrawn(error.article, error.withdrawal)
    del said["status"]
    return problem(HTTPStatus.GONE, "The article was withdrawn.", **said)


@told.register
def _(_error: SuspiciousOperation) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, "This request makes no sense.")


@told.register
def _(error: InputRefused) -> HttpResponse:
    found = {"field": error.field, "code": error.code, "message": error.message}
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), errors=[found])


@told.register
def _(error: ValidationError) -> HttpResponse:
    errors = [
        {"field": str(each["loc"][-1]), "code": str(each["type"]), "message": str(each["msg"])}
        for each in error.errors
    ]
    detail = " ".join(f"{each['field']}: {each['message']}." for each in errors)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


@told.register
def _(error: TooMany) -> HttpResponse:
    detail = f"Too many requests. The next one is taken in {error.wait} seconds."
    return problem(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(error.wait)})


def _unforeseen(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    answer = problem(HTTPStatus.INTERNAL_SERVER_ERROR, "This is our fault, and was logged.")
    found = error if isinstance(error, Exception) else None
    log_response("API: %s", request.path, response=answer, request=request, exception=found)
    return answer
