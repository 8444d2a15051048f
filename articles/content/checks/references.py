"""References that tell too little of the work that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from articles.content.bibliography.parts import text as said

from .finding import Found
from .text import Text

_SIGNED = frozenset(
    {"article", "article-journal", "chapter", "paper-conference", "review", "thesis"}
)
"""CSL types of works that somebody signs. A book or a report may be cited by its title alone."""
_NAMED_BY_SITE = frozenset({"webpage", "post", "post-weblog"})
"""CSL types that print the name of their site where they have no title."""
_OF_A_LINE = frozenset({"id", "type", "title", "DOI", "PMID", "PMCID", "URL"})
"""All that a line has of which only the identifiers were read; its type is ``document``."""


def incomplete(text: Text) -> Iterator[Found]:
    """A reference without a title, or without anybody who wrote it where its type has one."""
    for number, reference in enumerate(text.references, start=1):
        lacks = [("title", _is_untitled(reference)), ("author", _is_unsigned(reference))]
        match [name for name, is_lacking in lacks if is_lacking]:
            case [one]:
                what = f"no {one}"
            case [_, _]:
                what = "neither a title nor an author"
            case _:
                continue
        yield Found(f"The reference “{reference['id']}” has {what}.", "references", number)


def as_words(text: Text) -> Iterator[Found]:
    """A reference that is one line, of which nothing but identifiers was read."""
    for number, reference in enumerate(text.references, start=1):
        is_line = reference["type"] == "document" and _OF_A_LINE.issuperset(reference)
        if is_line and not _is_untitled(reference):
            yield Found(
                f"The reference “{reference['id']}” is a line of words; its author and its year "
                "were not read.",
                "references",
                number,
            )


def _is_untitled(reference: Mapping[str, Any]) -> bool:
    others = ("container-title",) if reference["type"] in _NAMED_BY_SITE else ()
    return not said(reference, "title", *others)


def _is_unsigned(reference: Mapping[str, Any]) -> bool:
    is_signed = reference.get("author") or reference.get("editor")
    return reference["type"] in _SIGNED and not is_signed
