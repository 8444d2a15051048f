"""Headings: what must be there, and in which order of levels."""

from __future__ import annotations

from collections.abc import Iterator

from articles.content.visible import has_words

from .finding import Found
from .text import Text

_TITLE = 1
"""The level of the page's own heading."""
_LEVELS = 7
_ENDS = " .,:;!?…"
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")


def missing(text: Text) -> Iterator[Found]:
    """A section that the policy asks for. Alternatives are written with ``|`` between them.

    A heading without words under it, down to the next of its level, is no section.
    """
    if not text.required:
        return
    sections = [(_folded(heading), line, filled) for heading, line, filled in _sections(text)]
    for entry in text.required:
        names = [name.strip() for name in entry.split("|") if name.strip()]
        wanted = {_folded(name) for name in names}
        found = {line: filled for heading, line, filled in sections if heading in wanted}
        if not wanted or any(found.values()):
            continue
        said = " or ".join(f"“{name}”" for name in names)
        if found:
            yield Found(f"The section {said} has nothing in it.", "body", min(found))
        else:
            yield Found(f"The section {said} is missing.", "body")


def skipped_level(text: Text) -> Iterator[Found]:
    """A heading more than one level below the one before; the title of the page is the first."""
    before, above = _TITLE, "comes right below the title; begin with “##”"
    for heading in text.headings:
        if heading.level > before + 1:
            yield Found(
                f"The heading “{' '.join(heading.text.split())}” is at level {heading.level}, "
                f"but {above}.",
                "body",
                heading.lines[0] + 1,
            )
        before = heading.level
        above = f"the one before is at level {before}"


def _sections(text: Text) -> Iterator[tuple[str, int, bool]]:
    """Each heading, its line, and whether words stand under it; the last heading first.

    A heading in a quote or a list opens no section. Neither headings nor the titles over the
    columns of a table are words of one.
    """
    filled = [False] * _LEVELS
    """By level: whether words stand between here and the next heading of it, or of one above."""
    for block in reversed(text.blocks):
        is_heading = block.kind == "heading"
        if is_heading and not block.containers:
            yield block.text, block.lines[0] + 1, filled[block.level]
            filled[block.level :] = [False] * (_LEVELS - block.level)
        elif not is_heading and not block.head and has_words(block.text):
            filled = [True] * _LEVELS


def _folded(name: str) -> str:
    """A heading without capitals, spaces of its own and the sign it ends with."""
    return " ".join(name.translate(_APOSTROPHES).casefold().split()).rstrip(_ENDS)
