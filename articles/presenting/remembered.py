"""Work on texts that never change, kept between requests: a review is read again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from articles.content import kinds
from articles.content.blocks import parse
from articles.content.kinds import Kind, Touched
from articles.content.redline import Change, Redline, block_digest, redline
from articles.content.tokens import Token

PAIRS = 8
"""Pairs of texts; a redline of a long article holds about ten megabytes."""
TEXTS = 64


@dataclass(frozen=True, slots=True)
class Compared:
    """The redline of two bodies; what each change touched, and the digest of each block's wording:
    both by ``id``, since these very objects are kept.
    """

    redline: Redline
    touched: dict[int, tuple[Touched, ...]]
    wordings: dict[int, str]


@lru_cache(maxsize=PAIRS)
def compared(old: str, new: str) -> Compared:
    """Two bodies against each other."""
    found = redline(old, new)
    blocks = [block for change in found.changes for block in (change.old, change.new) if block]
    return Compared(
        found,
        {id(change): tuple(_touched(change)) for change in found.changes},
        {id(block): block_digest(block) for block in blocks},
    )


@lru_cache(maxsize=TEXTS)
def wordings(body: str) -> tuple[tuple[str, int], ...]:
    """The digest of each block of a body, and how many words it has."""
    return tuple((block_digest(block), len(block.text.split())) for block in parse(body))


_NOTED = {
    **dict.fromkeys(("citation", "link_target", "image_text", "image_source"), Kind.REFERENCE),
    **dict.fromkeys(("kind", "list_kind", "list_start", "indent", "container"), Kind.STRUCTURE),
    **dict.fromkeys(("grouping", "moved", "split", "joined", "line_break"), Kind.STRUCTURE),
    **dict.fromkeys(("header_row", "column", "alignment"), Kind.STRUCTURE),
    **dict.fromkeys(("white_space", "code_language"), Kind.WORDING),
    "heading_level": Kind.HEADING,
}
"""The kind of what a note of the redline tells; the others are about words that changed."""


def _touched(change: Change) -> Iterator[Touched]:
    """The most dangerous first; wording only where the notes tell nothing else either."""
    if change.unchanged:
        return
    runs = [
        (str(run.op), [Token(w.text, w.space) for w in run.words if w.nature == "text"])
        for run in change.runs
    ]
    found = [
        *kinds.touched_by_runs(runs, heading=change.block.kind == "heading"),
        *(
            Touched(_NOTED[note.code], _evidence(note.old), _evidence(note.new))
            for note in change.notes
            if note.code in _NOTED
        ),
    ]
    named = kinds.kinds(found)
    yield from sorted((one for one in found if one.kind in named), key=lambda one: one.kind.rank)


def _evidence(said: str) -> tuple[str, ...]:
    return (said.replace("\n", "↵"),) if said.strip(" ") else ()
