"""By what an item of a source is known again: its own identity, else the bytes it came in."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.canonical import digest
from articles.importers import ImportedArticle
from articles.models import Article, ImportClaim

from .outcomes import printable

LONGEST = 300
"""Characters of ``ImportClaim.source_key``; of a longer identity the digest is kept."""


class Earlier(NamedTuple):
    """Where an item went when it came in, from which file, and what was noted then."""

    slug: str
    title: str
    source_name: str
    source_digest: str
    notes: list[str]


_COLUMNS = ("article__slug", "article__title", "source_name", "source_digest", "notes")


def key_of(imported: ImportedArticle) -> str:
    """What stands in ``ImportClaim.source_key``; empty where the source gives no identity."""
    said = printable(imported.source_id.strip())
    return said if len(said) <= LONGEST else digest(said.encode())


def marks_of(imported: ImportedArticle) -> frozenset[str]:
    """Everything by which one run knows an item that it has met before."""
    place = f"{imported.source_digest}#{imported.item}"
    return frozenset(filter(None, (key_of(imported), place)))


def earlier(imported: ImportedArticle) -> Earlier | None:
    """What an earlier import left of this item."""
    same = Q(source_digest=imported.source_digest, item=imported.item)
    if key := key_of(imported):
        same |= Q(source_key=key)
    return _first(same)


def of_bytes(data: bytes) -> Earlier | None:
    """What an earlier import left of a source that holds one article, byte for byte the same."""
    return _first(Q(source_digest=digest(data), item=0))


def _first(same: Q) -> Earlier | None:
    rows = ImportClaim.objects.filter(same, position=0).order_by("pk")
    found = rows.values_list(*_COLUMNS).first()
    return Earlier(*found) if found else None


def at_home(imported: ImportedArticle) -> list[str]:
    """A note, where the item is our own export of an article that lives here."""
    kind, _colon, known = imported.source_id.partition(":")
    if kind != "reviewflow":
        return []
    slugs = Article.objects.filter(pk=known).values_list("slug", flat=True)
    sentence = _("This file was exported from “%s”, which is here; the draft is a copy beside it.")
    return [sentence % slug for slug in slugs]


def why_skipped(known: Earlier, source_digest: str) -> str:
    """Says so, too, where the source has moved on: a draft that people work on is left alone."""
    if known.source_digest == source_digest:
        said = _("imported already, as “%(slug)s”")
    else:
        said = _(
            "imported already from another copy (%(name)s), as “%(slug)s”; the draft stays as it is"
        )
    if known.notes:
        said += _("; the notes of that import (%(notes)d) are kept there")
    return said % {"slug": known.slug, "name": known.source_name, "notes": len(known.notes)}
