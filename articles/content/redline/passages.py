"""A block as what must be equal for two blocks to read the same, wherever they stand."""

from __future__ import annotations

import json
from functools import cached_property
from typing import NamedTuple

from articles.canonical import digest
from articles.content.blocks import Block
from articles.content.redline.inline import code_words, inline_words
from articles.content.redline.likeness import Bag
from articles.content.redline.words import Word


class Facts(NamedTuple):
    """What a block is, apart from its words. ``path``: its containers, lists with their start."""

    kind: str
    level: int
    path: tuple[tuple[str, int], ...]
    header: bool
    alignments: tuple[str, ...]
    info: str


class Passage:
    """A block with its facts and the words of each of its cells; other blocks have one cell."""

    def __init__(self, block: Block, twin: Passage | None = None) -> None:
        """``twin``: a passage that may have the same words, which are then not read again."""
        self.block = block
        self.facts = _facts(block)
        if twin and (twin.block.kind, twin.block.cells) == (block.kind, block.cells):
            self.cells: tuple[tuple[Word, ...], ...] = twin.cells
        elif block.kind == "code":
            self.cells = (tuple(code_words(block.text)),)
        else:
            self.cells = tuple(tuple(inline_words(cell)) for cell in block.cells or ((),))

    @cached_property
    def key(self) -> tuple[Facts, tuple[tuple[Word, ...], ...]]:
        """Equal where wording and formatting are."""
        return self.facts, self.cells

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The words' texts alone."""
        return tuple(word.text for cell in self.cells for word in cell)

    @cached_property
    def bag(self) -> Bag:
        """The words by which two blocks are found alike."""
        return Bag(self.texts)

    @property
    def flows(self) -> bool:
        """Whether it can be split, or joined with what follows."""
        return self.facts.kind not in ("row", "code", "rule", "heading")


def block_digest(block: Block) -> str:
    """The digest of a block's exact wording and formatting, wherever in the body it stands.

    In it: kind, heading level, quotes and lists around it, a numbered list's first number, tokens
    with their marks, link targets, citations, images, breaks; of a table its head's alignments.
    """
    return digest(json.dumps(Passage(block).key).encode())


def _facts(block: Block) -> Facts:
    return Facts(
        block.kind,
        block.level if block.kind == "heading" else 0,
        tuple((box.kind, box.start) for box in block.containers),
        block.head,
        block.alignments if block.head else (),
        block.info,
    )
