"""Runs as a line of Markdown that renders to the same words, which the renderer's parser confirms.

Emphasis that Markdown cannot write where it stands is left out before any word is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from articles.content import escaping
from articles.content.blocks import parse
from articles.importers.markup.reading import Reading
from articles.importers.markup.runs import Break, Cite, Picture, Run, Style, Text
from articles.importers.markup.spacing import href_of, merged, tidied

_IN_TARGET = str.maketrans({"(": "%28", ")": "%29", "*": "%2A", "_": "%5F"})
_TICKS = re.compile(r"`+")


def markdown(runs: Sequence[Run], reading: Reading, *, one_line: bool = False) -> str:
    """A paragraph's Markdown, without white space around it; ``one_line`` for headings and cells.

    Empty when the runs show nothing.
    """
    tidy = tidied(runs, one_line=one_line)
    if all(isinstance(run, Text) and run.style == Style() for run in tidy):
        return escaping.paragraph("".join(map(_shown, tidy)))
    wanted = "".join(map(_shown, tidy)).split()
    for change in (None, _without_code, _bold_alone, _links_alone, _words_alone):
        line = _line(merged([_changed(run, change) for run in tidy]))
        if _reads_as(line, wanted):
            if change:
                reading.remarks.add("Bold, italic or code that Markdown cannot write became plain")
            return line
    words = " ".join(wanted)
    reading.remarks.add("Links or pictures that Markdown cannot write became words", words)
    return escaping.paragraph(words)


Change = Callable[[Style], Style]


def _without_code(style: Style) -> Style:
    return replace(style, code=False)


def _bold_alone(style: Style) -> Style:
    return Style(bold=style.bold, href=style.href)


def _links_alone(style: Style) -> Style:
    return Style(href=style.href)


def _words_alone(_: Style) -> Style:
    return Style()


def _changed(run: Run, change: Change | None) -> Run:
    return Text(run.text, change(run.style)) if change and isinstance(run, Text) else run


def _shown(run: Run) -> str:
    match run:
        case Text(text):
            return text
        case Picture(alternative):
            return alternative
        case Cite():
            return ""
    return "\n"


def _reads_as(line: str, wanted: list[str]) -> bool:
    blocks = parse(line)
    seen = [word for block in blocks for word in block.text.split()]
    cells_apart = "`" not in line or "|" not in line.replace("\\|", "")
    return seen == wanted and cells_apart and [b.kind for b in blocks] in ([], ["paragraph"])


def _line(runs: Sequence[Run]) -> str:
    return "".join(_Line(runs).pieces)


class _Line:
    """``pieces``: the Markdown so far; ``end``: its last signs. Bold type stands in links."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.pieces: list[str] = []
        self.end = ""
        self.place = 0
        for href, linked in groupby(runs, href_of):
            self._add("[" if href else "")
            for bold, group in groupby(linked, _is_bold):
                self._add("**" if bold else "")
                for run in group:
                    self._write(run)
                self._add("**" if bold else "")
            self._add(f"]({href.translate(_IN_TARGET)})" if href else "")

    def _add(self, words: str) -> None:
        self.pieces.append(words)
        self.end = (self.end + words)[-3:]

    def _write(self, run: Run) -> None:
        self.place += 1
        match run:
            case Break():
                self._add("\\\n")
            case Picture(alternative, source):
                self._add(f"![{_bracketed(escaping.piece(alternative))}]({source})")
            case Cite(keys):
                self._add(f"[{'; '.join(f'@{key}' for key in keys)}]")
            case Text(text, style):
                words = _code(text) if style.code else self._escaped(text, style)
                self._add(self._italic(words) if style.italic else words)

    def _next(self) -> Run:
        return self.runs[self.place] if self.place < len(self.runs) else Break()

    def _escaped(self, text: str, style: Style) -> str:
        following = self._next()
        words = escaping.piece(
            text,
            begins_line=style == Style() and self.end[-1:] in ("", "\n"),
            before_link=isinstance(following, Cite) or href_of(following) != style.href,
        )
        return _bracketed(words) if style.href else words

    def _italic(self, words: str) -> str:
        before = self.end.removesuffix("**")[-1:]
        after = _shown(self._next())[:1]
        mark = "*" if before.isalnum() or after.isalnum() or "_" in (before, after) else "_"
        return f"{mark}{words}{mark}"


def _is_bold(run: Run) -> bool:
    return isinstance(run, Text) and run.style.bold


def _bracketed(words: str) -> str:
    """Words that stand in brackets; a bracket of their own would close these."""
    return words.replace("]", "\\]")


def _code(text: str) -> str:
    ticks = "`" * (max(map(len, _TICKS.findall(text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
