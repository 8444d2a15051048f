"""A picture in an article: for everybody who may read articles, which is everybody here."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles import assets
from articles.errors import InputRefused
from articles.models import Asset
from articles.presenting.attachments import SEALED_OFF

from .doors import Request, page

A_YEAR = 31_536_000
"""Seconds. The address names the bytes, so they never change."""


@page
@require_safe
@cache_control(private=True, max_age=A_YEAR, immutable=True)
def asset(_request: Request, *, name: str) -> HttpResponse:
    """The file as it was kept. It is a picture and nothing else, and runs nowhere."""
    row = get_object_or_404(Asset, digest=f"sha256:{name}")
    try:
        return HttpResponse(assets.read(row), content_type=row.media_type, headers=SEALED_OFF)
    except InputRefused as refused:
        raise Http404(refused.message) from refused
