"""Inline Markdown as words: tokens of text with their marks, citations, images, breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from markdown_it.token import Token

from articles.content.parser import keys_of
from articles.content.redline.words import Mark, Nature, Piece, Word
from articles.content.tokens import WHITE_SPACE, tokenise
from articles.content.visible import alternative

_WHITE = re.compile(f"[{WHITE_SPACE}]+")
_ODD_WHITE = re.compile(r"([ ]*[\t\n\r\f\v][ \t\n\r\f\v]*|[ ]{2,}|^[ ]+|[ ]+$)")


def code_words(text: str) -> list[Word]:
    """The words of a code block: white space that is more than one space is a word of its own."""
    return _exact(text, ())


def inline_words(children: Sequence[Token]) -> list[Word]:
    """The words of inline tokens, in order. Total."""
    return _Reader().words_of(children)


class _Reader:
    def __init__(self) -> None:
        self.words: list[Word] = []
        self.pending: list[Piece] = []
        self.marks: list[Mark] = []
        self.space = False

    def words_of(self, children: Sequence[Token]) -> list[Word]:
        for child in children:
            self._take(child)
        self._settle()
        return self.words

    def _take(self, child: Token) -> None:
        match child.type:
            case "em_open" | "strong_open" | "link_open":
                self.marks.append(_mark(child))
            case "em_close" | "strong_close" | "link_close":
                self.marks.pop()
            case "text":
                self.pending.append(Piece(child.content, self._marks()))
            case "softbreak":
                self.pending.append(Piece(" ", self._marks()))
            case "code_inline":
                self._take_code(child.content)
            case "citation":
                text = f"[{'; '.join(f'@{key}' for key in keys_of(child))}]"
                self._take_atom(text, "citation")
            case "image":
                source, title = str(child.attrGet("src") or ""), child.attrGet("title")
                self._take_atom(alternative(child), "image", _with_title(source, title))
            case "hardbreak":
                self._take_atom("\n", "break")

    def _marks(self, *more: Mark) -> tuple[Mark, ...]:
        return tuple(sorted({*self.marks, *more}))

    def _take_code(self, text: str) -> None:
        marks = self._marks(Mark("code"))
        if not _ODD_WHITE.search(text):
            self.pending.append(Piece(text, marks))
            return
        self._settle()
        first, *others = _exact(text, marks)
        self.words += [first._replace(space=self.space), *others]
        self.space = False

    def _take_atom(self, text: str, nature: Nature, source: str = "") -> None:
        self._settle()
        pieces = (Piece(text, self._marks()),)
        self.words.append(Word(text, self.space, pieces, nature, source))
        self.space = False

    def _settle(self) -> None:
        """The pending text becomes words; white space at its end goes before what follows."""
        pieces, text = _collapsed(self.pending)
        self.pending = []
        self.words += _marked(text, pieces, space=self.space)
        self.space = text.endswith(" ") or (self.space and not text)


def _mark(opening: Token) -> Mark:
    if opening.type != "link_open":
        return Mark(opening.tag)
    target = _with_title(str(opening.attrGet("href")), opening.attrGet("title"))
    return Mark("link", target)


def _with_title(target: str, title: object) -> str:
    return f"{target} “{title}”" if title else target


def _collapsed(pending: Iterable[Piece]) -> tuple[list[Piece], str]:
    """Pieces with each run of white space as one space, and the text they make."""
    pieces: list[Piece] = []
    after_space = False
    for text, marks in pending:
        kept = " ".join(_WHITE.split(text))
        if after_space:
            kept = kept.removeprefix(" ")
        if kept:
            pieces.append(Piece(kept, marks))
            after_space = kept.endswith(" ")
    return pieces, "".join(piece.text for piece in pieces)


def _marked(text: str, pieces: Sequence[Piece], *, space: bool) -> list[Word]:
    """The tokens of a text, each with its share of the pieces that the text is made of."""
    words: list[Word] = []
    ends = list(accumulate(len(piece.text) for piece in pieces))
    which = end = 0
    for token in tokenise(text):
        start = end + token.space
        end = start + len(token.text)
        while ends[which] <= start:
            which += 1
        if end <= ends[which]:
            share: tuple[Piece, ...] = (Piece(token.text, pieces[which].marks),)
        else:
            share = _merged(_between(start, end, pieces, ends, which))
        words.append(Word(token.text, token.space or space, share))
        space = False
    return words


def _between(
    start: int, end: int, pieces: Sequence[Piece], ends: Sequence[int], which: int
) -> Iterator[Piece]:
    """What the pieces from the given one on hold from ``start`` to ``end`` of their text."""
    while start < end:
        text, marks = pieces[which]
        begin = ends[which] - len(text)
        yield Piece(text[start - begin : end - begin], marks)
        start = ends[which]
        which += 1


def _merged(share: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours under the same marks as one; a space within a token belongs to what follows."""
    merged: list[Piece] = []
    carried = ""
    for text, marks in share:
        whole = carried + text
        kept = whole.rstrip(" ")
        carried = whole[len(kept) :]
        if merged and merged[-1].marks == marks:
            merged[-1] = Piece(merged[-1].text + kept, marks)
        elif kept:
            merged.append(Piece(kept, marks))
    return tuple(merged)


def _exact(text: str, marks: tuple[Mark, ...]) -> list[Word]:
    words: list[Word] = []
    for part in _ODD_WHITE.split(text):
        if _ODD_WHITE.fullmatch(part):
            words.append(Word(part, space=False, pieces=(Piece(part, marks),)))
            continue
        words += [
            Word(token.text, token.space, (Piece(token.text, marks),)) for token in tokenise(part)
        ]
    return words
