"""A long form whose sender's session ended: what was typed comes back, and nothing is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_failure

LONG = frozenset({"articles_article_add", "articles_article_change"})
"""Names of the addresses whose forms take hours to fill in."""

View = Callable[..., HttpResponse]


def keeping(patterns: list[URLPattern]) -> list[URLPattern]:
    """The same addresses; the long forms among them answer a signed-out sender with the text."""
    for pattern in patterns:
        if pattern.name in LONG:
            pattern.callback = for_signed_out(pattern.callback, _signed_out)
    return patterns


def for_signed_out(view: View, answer: View) -> View:
    """A view of the admin; what somebody sends to it without a session gets ``answer`` instead.

    A look without a session goes to the door, as everywhere.
    """

    @wraps(view)
    @login_not_required
    def either(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return answer(request)
        return view(request, *args, **kwargs)

    return either


def _signed_out(request: HttpRequest) -> HttpResponse:
    return kept(request, _("You are signed out."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``: a form of this site that is out of date keeps its text.

    What another site sent is never shown again as if it had been typed here.
    """
    match = request.resolver_match
    is_long = match is not None and match.namespace == "admin" and match.url_name in LONG
    if is_long and request.method == "POST" and _from_here(request):
        if request.user.is_authenticated:
            return kept(request, _("You signed in again after you opened this form."))
        return _signed_out(request)
    return plain_failure(request, reason)


def kept(request: HttpRequest, why: str) -> HttpResponse:
    """403 with everything that was posted, in hidden inputs of a form that saves nothing."""
    context = {
        "why": why,
        "carried": list(_carried(request)),
        "text": request.POST.get("body", ""),
        "files": [file.name for _name, files in request.FILES.lists() for file in files],
    }
    response = render(request, "admin/articles/article/kept.html", context, status=403)
    add_never_cache_headers(response)
    return response


def _carried(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Every field with every value; not the button that was pressed, nor the stale token."""
    for name, values in request.POST.lists():
        if name == "_copy" or (name != "csrfmiddlewaretoken" and not name.startswith("_")):
            yield from ((name, value) for value in values)


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser itself says that the form stood on a page of this site."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
