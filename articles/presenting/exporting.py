"""Exports in words and sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import exporters
from articles.models import Export

TONES: Mapping[str, tuple[str, str]] = {
    "queued": ("info", "clock"),
    "running": ("info", "clock"),
    "done": ("ok", "tick"),
    "refused": ("no", "lock"),
    "failed": ("no", "warning"),
    "cancelled": ("", "cross"),
}
"""By state: its colour and its icon."""


def export_in_words(export: Export) -> dict[str, Any]:
    """An export in words and sums, as lists and its own page say it."""
    tone, icon = TONES[export.state]
    return {
        "export": export,
        "what": _what(export),
        "formats": _formats(export),
        "again": _again(export),
        "since": _since(export) if export.cursor is not None else "",
        "size": sum(file["bytes"] for file in export.files),
        "digest": export.files[0]["digest"] if len(export.files) == 1 else "",
        "tone": tone,
        "icon": icon,
        "words": export_progress(export),
        "is_open": export.ended_at is None,
    }


def _formats(export: Export) -> str:
    labels = {known.slug: known.label for known in exporters.registered()}
    return ", ".join(labels.get(slug, slug) for slug in export.formats)


def _again(export: Export) -> str:
    """The query of the page that orders the same."""
    asked = [("article", slug) for slug in export.slugs]
    asked += [("since", str(export.since))] if export.since is not None else []
    return urlencode([*asked, *_manner(export)])


def _since(export: Export) -> str:
    """The query of the page that orders what moved since, in the same manner."""
    return urlencode([("since", str(export.cursor)), *_manner(export)])


def _manner(export: Export) -> list[tuple[str, str]]:
    """Everything that was chosen, but for which articles."""
    return [
        *(("format", slug) for slug in export.formats),
        ("shape", "bundle" if export.bundle else "files"),
        ("approved", "1" if export.include_approved else "0"),
    ]


def _what(export: Export) -> str:
    if len(export.slugs) == 1:
        return str(export.slugs[0])
    if export.slugs:
        return ngettext("%s article", "%s articles", len(export.slugs)) % len(export.slugs)
    if export.since is not None:
        return _("What moved since cursor %s") % export.since
    return _("Everything live")


def export_progress(export: Export) -> str:
    """How far it is: ``412 of 1,000 articles``; its state before that is known."""
    if not export.total:
        return str(export.get_state_display())
    counts = {"done": f"{export.done:,}", "total": f"{export.total:,}"}
    return _("%(done)s of %(total)s articles") % counts
