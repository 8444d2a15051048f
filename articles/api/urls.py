"""The addresses of the API (docs/api.md)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from . import document
from .answers import PUBLIC, answered
from .door import door, nowhere
from .views import api


def openapi(request: HttpRequest) -> HttpResponse:
    """The document is public, as every schema is."""
    return answered(request, document.as_bytes(), cache=PUBLIC)


def _operations() -> list[URLPattern]:
    """Those of the library, without the root page that it adds."""
    found = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    return [pattern for pattern in found if pattern.name != "api-root"]


urlpatterns = [
    path("openapi.json", openapi, name="api-openapi"),
    *_operations(),
    path("", nowhere, name="api-root"),
    re_path(r"^[\s\S]+$", nowhere),
]
for pattern in urlpatterns:
    pattern.callback = door(pattern.callback)
