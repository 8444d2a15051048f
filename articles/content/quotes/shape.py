"""A body's visible text with everything that is not text, each at its place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from articles.content.parser import tokens
from articles.content.visible import visible

_TEXT = frozenset({"text", "code_inline", "softbreak", "hardbreak"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Formatting, a link, a citation, an image, or the edge of a block, at an offset of the text.

    ``what`` tells apart all that readers would see apart.
    """

    offset: int
    type: str
    what: str

    def moved(self, by: int) -> Mark:
        return Mark(self.offset + by, self.type, self.what)


@dataclass(frozen=True, slots=True)
class Shape:
    """``text`` is ``Plain.text``; ``marks`` in reading order."""

    text: str
    marks: tuple[Mark, ...]


def shape(body: str) -> Shape:
    """The shape of a Markdown body. Total, like the parser."""
    return _Walk().shape_of(tokens(body))


class _Walk:
    def __init__(self) -> None:
        self.text: list[str] = []
        self.marks: list[Mark] = []
        self.offset = 0
        self.opened = 0
        self.unfilled: list[int] = []
        self.joint = ""
        self.next_joint = "\n"

    def shape_of(self, parsed: Sequence[Token]) -> Shape:
        for token in parsed:
            match token.type:
                case "inline":
                    self._open_block()
                    for child in token.children or ():
                        self._take_inline(child)
                case "fence" | "code_block" | "hr":
                    self._open_block()
                    self._mark(token, token.info)
                    self._add(token.content if token.type != "hr" else "")
                    self._mark(token, "end")
                case "list_item_open" | "blockquote_open":
                    self._mark(token)
                    self.unfilled.append(self.opened)
                case "list_item_close" | "blockquote_close":
                    if self.unfilled.pop() == self.opened:
                        self._open_block()
                    self._mark(token)
                case "tr_open":
                    self._mark(token)
                    self.next_joint = "\t"
                case "tr_close":
                    self._mark(token)
                    self.joint, self.next_joint = "\n", "\n"
                case _:
                    self._mark(token)
        return Shape("".join(self.text), tuple(self.marks))

    def _open_block(self) -> None:
        self.opened += 1
        self._add(self.joint)
        self.joint = self.next_joint

    def _take_inline(self, token: Token) -> None:
        if token.type not in _TEXT:
            self._mark(token, token.content if token.type == "citation" else "")
        if token.type == "code_inline":
            self._mark(token, "opens")
        self._add(visible([token]))
        if token.type in ("code_inline", "image"):
            self._mark(token, "closes")

    def _mark(self, token: Token, what: str = "") -> None:
        attributes = sorted(
            (name, str(value)) for name, value in token.attrs.items() if name != "id"
        )
        self.marks.append(Mark(self.offset, token.type, f"{token.tag} {attributes} {what}"))

    def _add(self, text: str) -> None:
        self.text.append(text)
        self.offset += len(text)
