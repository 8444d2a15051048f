"""What every importer gives back, the registry of formats, and the one way in: ``read``.

The stored body begins and ends with text: no blank lines around it, no line end after it. A
Markdown file carries it after its front matter, one blank line before and one line end behind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from articles.canonical import MAX_BODY_BYTES
from articles.errors import InputRefused

MAX_SOURCE_BYTES = 10_000_000
"""Of one file, unless its format says otherwise."""
MAX_TITLE = 300
"""Characters; a longer first line is a paragraph, not a title."""
_OFFICE = frozenset({".doc", ".docm", ".dot", ".dotx", ".rtf", ".odt", ".pages", ".pdf"})


@dataclass(frozen=True, slots=True)
class ClaimedReviewer:
    """Who a byline in the source says reviewed it. A claim, never a credential.

    ``raw_line``: the line to the letter, without its line end (in NFC, as everything stored).
    ``printed_name``: name and degrees as they print ("Jane Roe, MD"). ``board`` and
    ``subspecialty`` are empty where the line names none. One claim for each person and board.
    ``claimed_on``: the day that the line names, where it names one.
    """

    raw_line: str
    printed_name: str
    board: str
    subspecialty: str
    degrees: tuple[str, ...]
    claimed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ImportedPicture:
    """A picture that the source carries: its bytes as they lay there, judged by nobody yet."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """One article out of a source; everything in its stored form.

    ``references``: CSL-JSON items. ``notes``: sentences about what the importer decided.
    ``source_digest``: of the source's bytes; ``item``: index in it, from 0. ``source_id``: the
    source's own identity of the article with a word for its kind (``wordpress:https://a.example#7``,
    ``reviewflow:UUID``, ``front-matter:…``), or empty. ``live_url``: where its readers found it.
    ``claimed_on``: the day of its last review, as the source says; so does each claim.
    ``pictures``: by the source that the body's image names, ``embedded:`` and hexadecimal digits.
    ``details``: other content fields that the source states (article_type, audience, locale,
    specialty, topics, authors, funding), as it states them.
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
    live_url: str = ""
    claimed_on: dt.date | None = None
    pictures: Mapping[str, ImportedPicture] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportFault:
    """An article of a source of many that cannot be read; the others are. ``item``: its index in
    the source, from 0. ``title``: as far as known. ``sentence``: what is wrong with it.
    """

    item: int
    title: str
    sentence: str


Found = ImportedArticle | ImportFault
Reader = Callable[[bytes, str], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Importer:
    """A format: ``suffixes`` in lower case with their dot; ``read(data, name)`` gives articles.

    ``max_bytes``: bytes of a source. ``many``: whether a source holds many articles, so that a
    fault in one of them is an ``ImportFault`` and not the end.
    """

    slug: str
    label: str
    suffixes: tuple[str, ...]
    read: Reader
    max_bytes: int = MAX_SOURCE_BYTES
    many: bool = False


_registry: dict[str, Importer] = {}


def register(
    slug: str,
    label: str,
    suffixes: tuple[str, ...],
    *,
    max_bytes: int = MAX_SOURCE_BYTES,
    many: bool = False,
) -> Callable[[Reader], Reader]:
    """Decorator for a format's reader. Two formats of one name or suffix refuse to start."""

    def add(reader: Reader) -> Reader:
        if slug in _registry:
            raise ImproperlyConfigured(f"Two importers are called {slug!r}.")
        for other in _registry.values():
            if both := set(suffixes) & set(other.suffixes):
                raise ImproperlyConfigured(
                    f"The importers {other.slug!r} and {slug!r} both read {min(both)!r} files."
                )
        _registry[slug] = Importer(slug, label, suffixes, reader, max_bytes, many)
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
    what = "document; save it as .docx" if suffix in _OFFICE else f"file; readable are {readable}"
    raise InputRefused(name, f"no importer reads this kind of {what}.")


def read(data: bytes, name: str) -> Iterator[Found]:
    """The articles in one source file, in turn. ``name``: of the file, for every refusal.

    Raises ``InputRefused(field=name)`` with one sentence, at once and never between two articles,
    also for what no format may let in: a source over 10 MB (or what its format allows), a stored
    body over 1 MB, an empty title or body.
    """
    refuse_large(len(data), name)
    found = _checked(for_path(name), data, name)
    first = next(found, None)
    return iter(()) if first is None else chain((first,), found)


def refuse_large(size: int, name: str) -> None:
    """``size``: bytes of a source; raises ``InputRefused`` for more than its format allows."""
    if size > (most := for_path(name).max_bytes):
        sentence = f"is {size / 1e6:.1f} MB; at most {most // 10**6} MB can be imported."
        raise InputRefused(name, sentence, "size")


def _checked(importer: Importer, data: bytes, name: str) -> Iterator[Found]:
    for item in importer.read(data, name):
        try:
            if isinstance(item, ImportedArticle):
                _check(item, name)
        except InputRefused as refusal:
            if not importer.many:
                raise
            yield ImportFault(item.item, item.title[:MAX_TITLE], refusal.message)
        else:
            yield item


def _check(article: ImportedArticle, name: str) -> None:
    if not article.title.strip():
        raise InputRefused(name, "has no title.")
    if len(article.title) > MAX_TITLE:
        sentence = f"has a title of {len(article.title)} characters; at most {MAX_TITLE} fit."
        raise InputRefused(name, sentence)
    if not article.body.strip():
        raise InputRefused(name, "has a title but no text.")
    if (size := len(article.body.encode())) > MAX_BODY_BYTES:
        raise InputRefused(name, f"has a text of {size / 1e6:.1f} MB; at most 1 MB can be stored.")
