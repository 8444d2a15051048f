"""One text as the checks look at it: parsed once, whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markdown_it.token import Token

from articles.content.blocks import Block, blocks_in
from articles.content.citations import Citation, places_in
from articles.content.parser import refused_links, tokens
from articles.content.visible import alternative


@dataclass(frozen=True, slots=True)
class Image:
    """``alternative``: what is read to who cannot see it. ``line``: from 1 in the body."""

    source: str
    alternative: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    target: str
    line: int


@dataclass
class Text:
    """``content``: anything with the signed columns as attributes. ``required``: the sections that
    the policy asks for. ``stored``: digests of pictures that are kept here.
    """

    content: Any
    required: Sequence[str] = ()
    stored: Collection[str] = frozenset()

    def read(self, field: str) -> str:
        """A field of plain text; nothing where it is not filled in."""
        return str(getattr(self.content, field) or "")

    @property
    def references(self) -> Sequence[Mapping[str, Any]]:
        """CSL items, as stored."""
        return self.content.references or ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The ids of the references, as stored."""
        return tuple(str(reference["id"]) for reference in self.references)

    @cached_property
    def parsed(self) -> tuple[Token, ...]:
        return tokens(self.read("body"))

    @cached_property
    def blocks(self) -> list[Block]:
        return blocks_in(self.parsed)

    @cached_property
    def headings(self) -> list[Block]:
        return [block for block in self.blocks if block.kind == "heading"]

    @cached_property
    def citations(self) -> list[Citation]:
        return places_in(self.parsed)

    def images(self) -> Iterator[Image]:
        """In reading order, repeats included; an image in another's words is words."""
        for block in self.parsed:
            found = [child for child in block.children or () if child.type == "image"]
            lines = _lines(block, (image.meta.get("offset", 0) for image in found))
            for image, line in zip(found, lines, strict=True):
                yield Image(str(image.attrGet("src")), alternative(image), line)

    def dead_links(self) -> Iterator[Link]:
        """The links that are printed as plain text."""
        for block in self.parsed:
            found = refused_links(block)
            lines = _lines(block, (offset for _, offset in found))
            yield from (Link(target, line) for (target, _), line in zip(found, lines, strict=True))


def _lines(block: Token, offsets: Iterable[int]) -> Iterator[int]:
    """The lines of offsets that rise; each stretch of the block is looked at once."""
    line, last = (block.map or [0])[0] + 1, 0
    for offset in offsets:
        line += block.content.count("\n", last, offset)
        last = offset
        yield line
