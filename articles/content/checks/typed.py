"""Bylines that somebody typed: readers would see them beside the one that a signature proves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.content.blocks import Block
from articles.content.bylines import is_label, typed_in

from .finding import Found
from .text import Text

_MAY = re.compile(r"review|check|approv|verif|vet", re.IGNORECASE)
_SIGNS = re.compile(r"[\s*+•–—-]+")
_LONGEST_TOLD = 80
"""Characters of a line that a finding repeats."""


def byline(text: Text) -> Iterator[Found]:
    """Each line of its own, of the summary or the body, that claims a review."""
    for number, line in enumerate(text.read("summary").split("\n"), start=1):
        if _claims(words := _settled(line)):
            yield _found(words, "summary", number)
    if not _MAY.search(text.read("body")):
        return
    label, label_line = "", 0
    for block in text.blocks:
        words = _settled(block.text)
        if claimed := _claimed(block):
            yield _found(*claimed)
        elif label and _claims(f"{label} {words}"):
            yield _found(f"{label} {words}", "body", label_line)
        label, label_line = (words, block.lines[0] + 1) if is_label(words) else ("", 0)


def _claimed(block: Block) -> tuple[str, str, int] | None:
    """The words that claim a review, the field and the line: a line of a block, a cell, or all."""
    start = block.lines[0] + 1
    for number, line in enumerate(re.split(r"[\n\t]", block.text)):
        words = _settled(line)
        begins = number == 0 and not block.containers
        if _claims(words[:1].upper() + words[1:] if begins else words):
            return words, "body", start if block.kind in ("row", "code") else start + number
    words = _settled(block.text)
    return (words, "body", start) if _claims(words) else None


def _claims(words: str) -> bool:
    return bool(_MAY.search(words) and typed_in(words))


def _settled(line: str) -> str:
    """With single spaces, and without the signs of a list that somebody typed."""
    line = " ".join(line.split())
    return line[match.end() :] if (match := _SIGNS.match(line)) else line


def _found(words: str, field: str, line: int) -> Found:
    told = words if len(words) <= _LONGEST_TOLD else f"{words[: _LONGEST_TOLD - 1]}…"
    sentence = f"The line “{told}” says who reviewed the text, and nothing proves it."
    return Found(sentence, field, line)
