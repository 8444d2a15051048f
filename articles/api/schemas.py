"""The published JSON Schemas: public, as everything is that helps to check what left here."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from articles import schemas

from .answers import PUBLIC, answered
from .door import door
from .shown import as_bytes

CONTENT_TYPE = "application/schema+json"


def schema(request: HttpRequest, *, name: str) -> HttpResponse:
    """One schema; its ``$id`` is its address on this site, under whatever name it was asked for."""
    body = {"$id": f"{settings.BASE_URL}{request.path}", **schemas.load(name)}
    return answered(request, as_bytes(body), CONTENT_TYPE, PUBLIC)


urlpatterns = [
    path(f"{name}.json", door(schema), {"name": name}, name=f"schema-{name.partition('@')[0]}")
    for name in schemas.NAMES
]
