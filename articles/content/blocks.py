"""A body as a flat list of blocks in reading order, each with its source lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it.token import Token

from articles.content.parser import tokens
from articles.content.visible import visible

Kind = Literal["heading", "paragraph", "quote", "bullet", "number", "code", "row", "rule"]


_OPENS: dict[str, Kind] = {
    "blockquote_open": "quote",
    "bullet_list_open": "bullet",
    "ordered_list_open": "number",
}
_CLOSES = frozenset(name.replace("_open", "_close") for name in _OPENS)


@dataclass(frozen=True, slots=True)
class Block:
    """One leaf of the text.

    ``level``: of a heading 2–6 as rendered, else how many quotes and lists it stands in.
    ``text``: what readers see, table cells joined by tabs, citation marks left out.
    ``lines``: half-open range of source lines, counted from 0.
    """

    kind: Kind
    level: int
    text: str
    lines: tuple[int, int]


def parse(body: str) -> list[Block]:
    """The blocks of a Markdown body. Total: every text has blocks, an empty one has none."""
    return _Walk().blocks_of(tokens(body))


class _Walk:
    def __init__(self) -> None:
        self.containers: list[Kind] = []
        self.first_in_item = False
        self.cells: list[str] | None = None
        self.row_lines = (0, 0)
        self.heading = 0
        self.blocks: list[Block] = []

    def blocks_of(self, parsed: Sequence[Token]) -> list[Block]:
        for token in parsed:
            self._take(token)
        return self.blocks

    def _take(self, token: Token) -> None:
        if token.type in _OPENS:
            self.containers.append(_OPENS[token.type])
        if token.type in _CLOSES:
            self.containers.pop()
        match token.type:
            case "list_item_open":
                self.first_in_item = True
            case "heading_open":
                self.heading = int(token.tag[1])
            case "tr_open":
                self.cells, self.row_lines = [], _lines(token)
            case "tr_close":
                self._add("row", len(self.containers), "\t".join(self.cells or ()), self.row_lines)
                self.cells = None
            case "inline":
                self._take_inline(token)
            case "fence" | "code_block":
                self._add("code", len(self.containers), token.content, _lines(token))
            case "hr":
                self._add("rule", len(self.containers), "", _lines(token))

    def _take_inline(self, token: Token) -> None:
        text = visible(token.children or ())
        if self.cells is not None:
            self.cells.append(text)
            return
        if self.heading:
            self._add("heading", self.heading, text, _lines(token))
            self.heading = 0
            return
        self._add(self._kind(), len(self.containers), text, _lines(token))

    def _kind(self) -> Kind:
        """A list item's first paragraph is the item; its other paragraphs are paragraphs."""
        innermost = self.containers[-1] if self.containers else "paragraph"
        if innermost in ("bullet", "number") and not self.first_in_item:
            return "paragraph"
        return innermost

    def _add(self, kind: Kind, level: int, text: str, lines: tuple[int, int]) -> None:
        self.blocks.append(Block(kind, level, text, lines))
        self.first_in_item = False


def _lines(token: Token) -> tuple[int, int]:
    start, end = token.map or (0, 0)
    return start, end
