"""Who may read: a token with the scope for it, or somebody who is signed in and reads articles."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from articles import accounts, throttling, tokens
from articles.stages import ApiScope

from .problems import NotSignedIn, ScopeMissing

SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "rf_<prefix>_<secret>"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
}


@sensitive_variables("header", "presented")
def reader(request: HttpRequest) -> str:
    """Who asks, for the API library: counted, and let in.

    Raises ``NotSignedIn``, ``ScopeMissing``, ``PermissionDenied`` and ``TooMany``. A token that
    opens nothing is refused, whoever is signed in beside it.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return _signed_in(request)
    scheme, _space, presented = header.partition(" ")
    token = tokens.of(presented.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        throttling.by_address(request)
        raise NotSignedIn(presented=True)
    throttling.count("token", f"token:{token.prefix}")
    if ApiScope.READ not in token.scopes:
        raise ScopeMissing(ApiScope.READ)
    _must_read(token.user)
    return f"token:{token.prefix}"


def _signed_in(request: HttpRequest) -> str:
    user = request.user
    if not user.is_authenticated or accounts.is_shut_out(user):
        throttling.by_address(request)
        raise NotSignedIn(presented=False)
    throttling.count("token", f"user:{user.pk}")
    _must_read(user)
    return f"user:{user.pk}"


def _must_read(user: User) -> None:
    """As every page asks: a token outlives no role of its owner."""
    if not user.has_perm(tokens.READS):
        raise PermissionDenied(tokens.READS)
