"""A body as a flat list of blocks in reading order, each with its source lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

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
class Container:
    """A quote, or an item of a list, that a block stands in.

    ``place`` and ``item``: which quote or list of the body, and which item, counted as they open.
    ``start``: the first number of a numbered list.
    """

    kind: Kind
    place: int
    item: int = 0
    start: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """One leaf of the text. Two are equal when they read the same on the same lines.

    ``level``: of a heading 2–6 as rendered, else how many quotes and lists it stands in.
    ``text``: what readers see, table cells joined by tabs, citation marks left out.
    ``lines``: half-open range of source lines, counted from 0. ``index``: its number, from 0.
    ``containers``: from the outermost. ``cells``: inline tokens, of each cell where it is a row.
    ``table``: which table of the body, from 1; ``head``: whether the row is its first;
    ``alignments``: of its columns, "" for none.
    ``info``: what a fenced code block says about itself.
    """

    kind: Kind
    level: int
    text: str
    lines: tuple[int, int]
    index: int = field(default=0, compare=False)
    containers: tuple[Container, ...] = field(default=(), compare=False, repr=False)
    cells: tuple[tuple[Token, ...], ...] = field(default=(), compare=False, repr=False)
    table: int = field(default=0, compare=False, repr=False)
    head: bool = field(default=False, compare=False, repr=False)
    alignments: tuple[str, ...] = field(default=(), compare=False, repr=False)
    info: str = field(default="", compare=False, repr=False)


def parse(body: str) -> list[Block]:
    """The blocks of a Markdown body; an empty item or quote is one without text. Total."""
    return blocks_in(tokens(body))


def blocks_in(parsed: Sequence[Token]) -> list[Block]:
    """``parse`` of tokens that are already parsed."""
    return _Walk().blocks_of(parsed)


class _Walk:
    def __init__(self) -> None:
        self.containers: list[Container] = []
        self.opened = 0
        self.unfilled: list[tuple[int, tuple[int, int]]] = []
        self.first_in_item = False
        self.cells: list[Token] | None = None
        self.row_lines = (0, 0)
        self.table = 0
        self.head = False
        self.alignments: list[str] = []
        self.heading = 0
        self.blocks: list[Block] = []

    def blocks_of(self, parsed: Sequence[Token]) -> list[Block]:
        for token in parsed:
            self._take_container(token)
            self._take(token)
        return self.blocks

    def _take_container(self, token: Token) -> None:
        if token.type in _OPENS:
            start = token.attrGet("start")
            self.opened += 1
            number = 1 if start is None else int(start)
            self.containers.append(Container(_OPENS[token.type], self.opened, start=number))
        if token.type == "list_item_open":
            self.opened += 1
            self.containers[-1] = replace(self.containers[-1], item=self.opened)
            self.first_in_item = True
        if token.type in ("list_item_open", "blockquote_open"):
            self.unfilled.append((len(self.blocks), _lines(token)))
        if token.type in ("list_item_close", "blockquote_close"):
            count, lines = self.unfilled.pop()
            if count == len(self.blocks):
                self._add(self.containers[-1].kind, "", lines)
        if token.type in _CLOSES:
            self.containers.pop()

    def _take(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self.heading = int(token.tag[1])
            case "table_open":
                self.table += 1
            case "thead_open":
                self.head, self.alignments = True, []
            case "th_open":
                self.alignments.append(str(token.attrGet("class") or "").removeprefix("align-"))
            case "tr_open":
                self.cells, self.row_lines = [], _lines(token)
            case "tr_close":
                self._add_row(self.cells or [])
            case "inline":
                self._take_inline(token)
            case "fence" | "code_block":
                self._add("code", token.content, _lines(token), info=token.info.strip())
            case "hr":
                self._add("rule", "", _lines(token))

    def _take_inline(self, token: Token) -> None:
        if self.cells is not None:
            self.cells.append(token)
            return
        kind = "heading" if self.heading else self._kind()
        self._add(kind, _text(token), _lines(token), cells=(tuple(token.children or ()),))
        self.heading = 0

    def _kind(self) -> Kind:
        """A list item's first paragraph is the item; its other paragraphs are paragraphs."""
        innermost = self.containers[-1].kind if self.containers else "paragraph"
        if innermost in ("bullet", "number") and not self.first_in_item:
            return "paragraph"
        return innermost

    def _add_row(self, cells: list[Token]) -> None:
        self._add(
            "row",
            "\t".join(map(_text, cells)),
            self.row_lines,
            cells=tuple(tuple(cell.children or ()) for cell in cells),
            table=self.table,
            head=self.head,
            alignments=tuple(self.alignments),
        )
        self.cells, self.head = None, False

    def _add(self, kind: Kind, text: str, lines: tuple[int, int], **more: Any) -> None:
        level = self.heading or len(self.containers)
        index, containers = len(self.blocks), tuple(self.containers)
        self.blocks.append(Block(kind, level, text, lines, index, containers, **more))
        self.first_in_item = False


def _text(inline: Token) -> str:
    return visible(inline.children or ())


def _lines(token: Token) -> tuple[int, int]:
    start, end = token.map or (0, 0)
    return start, end
