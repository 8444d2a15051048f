"""A standalone, accessible HTML document: no script but JSON-LD, no request to anywhere."""

from __future__ import annotations

import datetime as dt
from typing import Any, BinaryIO

from django.template import loader
from django.utils.safestring import mark_safe

from articles import specialties
from articles.content import citations
from articles.dossier import Dossier
from articles.stages import Audience

from . import json_ld, printed
from .base import Exporter, register
from .embedding import body_html
from .numbering import numbered

TEMPLATE = "export/article.html"
IN_SIGHT = 3
"""Changes that a page shows at once; those before them can be opened."""


def _dates(dossier: Dossier) -> list[dict[str, str]]:
    """Label, machine-readable day and printed day, for each date there is."""
    zone = dossier.time_zone
    days: dict[str, dt.date | None] = {
        "Published": printed.local_day(dossier.published_at, zone),
        "Updated": printed.local_day(dossier.updated_at, zone),
        "Last reviewed": dossier.reviewed_on,
        "Next review due": dossier.review_due,
    }
    return [
        {"label": label, "iso": day.isoformat(), "text": printed.date(day)}
        for label, day in days.items()
        if day
    ]


def _notices(dossier: Dossier) -> list[dict[str, str]]:
    return [
        {
            "kind": notice.kind.replace("_", " ").replace("-", " ").capitalize(),
            "text": notice.text,
            "issued_by": notice.issued_by,
            "iso": notice.issued_on.isoformat(),
            "date": printed.date(notice.issued_on),
        }
        for notice in dossier.notices
    ]


def _changes(dossier: Dossier) -> list[dict[str, str]]:
    found = []
    for change in dossier.told_changes:
        day = printed.local_day(change.released_at, dossier.time_zone) or change.released_at.date()
        dated = {"iso": day.isoformat(), "date": printed.date(day)}
        found.append({"edition": change.edition, "note": change.note, **dated})
    return found


def context(dossier: Dossier) -> dict[str, Any]:
    """What the template shows; every value is text, so that no locale setting formats it."""
    changes = _changes(dossier)
    return {
        "locale": dossier.text("locale"),
        "title": dossier.text("title"),
        "summary": dossier.text("summary"),
        "canonical_url": dossier.canonical_url,
        "specialty": specialties.label(dossier.text("specialty")),
        "for_patients": dossier.text("audience") == Audience.PATIENT,
        "is_released": dossier.status != "approved",
        "status": "" if dossier.status in {"published", "approved"} else dossier.status,
        "notices": _notices(dossier),
        "authors": "; ".join(dossier.authors),
        "review_lines": dossier.review_lines,
        "dates": _dates(dossier),
        "time_zone": dossier.time_zone,
        "changes": changes[:IN_SIGHT],
        "earlier_changes": changes[IN_SIGHT:],
        # Sanitised by the one renderer that every surface uses; the graph is escaped by json_ld.
        "body": mark_safe(body_html(dossier)),  # noqa: S308
        "json_ld": mark_safe(json_ld.script_text(dossier)),  # noqa: S308
        "references": [
            {"anchor": citations.anchor(each.number), "text": each.text}
            for each in numbered(dossier)
        ],
        "funding": dossier.text("funding"),
        "signatures": [signature.printed for signature in dossier.given],
        "publisher": dossier.publisher,
        "version": str(dossier.version),
        "edition": dossier.edition,
        "content_digest": dossier.content_digest,
    }


@register
class HtmlArticle(Exporter):
    """One UTF-8 file that can be opened, printed or put on a site as it is."""

    slug = "html"
    label = "HTML"
    extension = "html"
    content_type = "text/html; charset=utf-8"

    def write(self, dossier: Dossier, out: BinaryIO) -> None:
        out.write(printed.page(loader.render_to_string(TEMPLATE, context(dossier))).encode())
