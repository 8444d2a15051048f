"""Which format a reader gets: every one that is registered, JSON where any will do."""

from __future__ import annotations

from django.http import HttpRequest

from articles import exporters
from articles.exporters import Exporter

from .problems import NotAcceptable

FIRST = "json"


def slugs() -> list[str]:
    """Their names, the first choice first."""
    known = [exporter.slug for exporter in exporters.registered()]
    return sorted(known, key=lambda slug: (slug != FIRST, slug))


def media_types() -> dict[str, str]:
    """Media type without parameters: name of the format. The earlier one keeps a shared type."""
    found: dict[str, str] = {}
    for slug in slugs():
        found.setdefault(exporters.get(slug).content_type.partition(";")[0], slug)
    return found


def preferred(request: HttpRequest) -> Exporter:
    """By ``Accept``. Raises ``NotAcceptable`` where nothing fits, with what there is."""
    known = media_types()
    best = request.get_preferred_type(list(known))
    if best is None:
        raise NotAcceptable(f"It is written as {', '.join(known)}.")
    return exporters.get(known[best])
