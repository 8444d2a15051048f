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
    """Where an item went when it came in, and from which file."""

    slug: str
    source_name: str
    source_digest: str


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
    rows = ImportClaim.objects.filter(same, position=0).order_by("pk")
    found = rows.values_list("article__slug", "source_name", "source_digest").first()
    return Earlier(*found) if found else None


def of_bytes(data: bytes) -> ImportClaim | None:
    """The claim of a source that holds one article and came in before, byte for byte."""
    same = ImportClaim.objects.filter(source_digest=digest(data), item=0, position=0)
    found = same.select_related("article")
    return found.only("article__slug", "article__title").order_by("pk").first()


def at_home(imported: ImportedArticle) -> list[str]:
    """A note, where the item is our own export of an article that lives here."""
    kind, _colon, known = imported.source_id.partition(":")
    if kind != "reviewflow":
        return []
    slugs = Article.objects.filter(pk=known).values_list("slug", flat=True)
    sentence = _("This file was exported from “%s”, which is here; the draft is a copy beside it.")
    return [sentence % slug for slug in slugs]


def why_skipped(known: Earlier, imported: ImportedArticle) -> str:
    """Says so, too, where the source has moved on: a draft that people work on is left alone."""
    if known.source_digest == imported.source_digest:
        return _("imported already")
    other = _("imported already from another copy (%s); the draft stays as it is")
    return other % known.source_name
