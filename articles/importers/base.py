"""What every importer gives back, the registry of formats, and the one way in: ``read``.

The stored body begins and ends with text: no blank lines around it, no line end after it. A
Markdown file carries it after its front matter, one blank line before and one line end behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from articles.canonical import MAX_BODY_BYTES
from articles.content import citations
from articles.errors import InputRefused

MAX_SOURCE_BYTES = 10_000_000
MAX_TITLE = 300
"""Characters; a longer first line is a paragraph, not a title."""


@dataclass(frozen=True, slots=True)
class ClaimedReviewer:
    """Who a byline in the source says reviewed it. A claim, never a credential.

    ``raw_line``: the line to the letter, without its line end (in NFC, as everything stored).
    ``printed_name``: name and degrees as they print ("Jane Roe, MD"). ``board`` and
    ``subspecialty`` are empty where the line names none. One claim for each person and board.
    """

    raw_line: str
    printed_name: str
    board: str
    subspecialty: str
    degrees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """One article out of a source; everything in its stored form.

    ``references``: CSL-JSON items. ``notes``: sentences about what the importer decided.
    ``source_digest``: of the source's bytes; ``item``: index in it, from 0. ``source_id``: the
    source's own identity of the article, or empty. ``details``: other content fields that the
    source states (article_type, audience, locale, specialty, topics, authors), as it states them.
    """

    title: str
    body: str
    source_digest: str
    summary: str = ""
    references: list[dict[str, Any]] = field(default_factory=list)
    claims: list[ClaimedReviewer] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    item: int = 0
    slug_hint: str = ""
    source_id: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


Reader = Callable[[bytes, str], list[ImportedArticle]]


@dataclass(frozen=True, slots=True)
class Importer:
    """A format: ``suffixes`` in lower case with their dot; ``read(data, name)`` gives articles."""

    slug: str
    label: str
    suffixes: tuple[str, ...]
    read: Reader


_registry: dict[str, Importer] = {}


def register(slug: str, label: str, suffixes: tuple[str, ...]) -> Callable[[Reader], Reader]:
    """Decorator for a format's reader. Two formats of one name or suffix refuse to start."""

    def add(reader: Reader) -> Reader:
        if slug in _registry:
            raise ImproperlyConfigured(f"Two importers are called {slug!r}.")
        for other in _registry.values():
            if both := set(suffixes) & set(other.suffixes):
                raise ImproperlyConfigured(
                    f"The importers {other.slug!r} and {slug!r} both read {min(both)!r} files."
                )
        _registry[slug] = Importer(slug, label, suffixes, reader)
        return reader

    return add


def registered() -> list[Importer]:
    """Every format, by label."""
    return sorted(_registry.values(), key=lambda importer: importer.label)


def for_path(name: str) -> Importer:
    """The importer for a file name; raises ``InputRefused`` naming the file."""
    suffix = PurePath(name).suffix.lower()
    for importer in registered():
        if suffix in importer.suffixes:
            return importer
    readable = ", ".join(s for importer in registered() for s in importer.suffixes)
    raise InputRefused(name, f"no importer reads this kind of file; readable are {readable}.")


def read(data: bytes, name: str) -> list[ImportedArticle]:
    """The articles in one source file. ``name``: file name, names the file in every refusal.

    Raises ``InputRefused(field=name)`` with one sentence, also for what no format may let in:
    a source over 10 MB, a stored body over 1 MB, an empty title or body.
    """
    importer = for_path(name)
    if len(data) > MAX_SOURCE_BYTES:
        raise InputRefused(name, f"is {len(data) / 1e6:.1f} MB; at most 10 MB can be imported.")
    articles = importer.read(data, name)
    for article in articles:
        _check(article, name)
    return articles


def _check(article: ImportedArticle, name: str) -> None:
    if not article.title.strip():
        raise InputRefused(name, "has no title.")
    if len(article.title) > MAX_TITLE:
        raise InputRefused(
            name, f"has a title of {len(article.title)} characters; at most {MAX_TITLE} fit."
        )
    if not article.body.strip():
        raise InputRefused(name, "has a title but no text.")
    if (size := len(article.body.encode())) > MAX_BODY_BYTES:
        raise InputRefused(name, f"has a text of {size / 1e6:.1f} MB; at most 1 MB can be stored.")


def refuse_dangling(
    body: str, references: list[dict[str, Any]], name: str, first_line: int
) -> None:
    """A citation that points nowhere is refused at the door. ``first_line``: the body's first
    line in the file, from 1.
    """
    known = {reference["id"] for reference in references}
    for place in citations.places(body):
        if place.key not in known:
            raise InputRefused(
                name,
                f"line {first_line + place.line - 1} cites “{place.key}”, "
                "which is not among its references.",
                "citation",
            )
