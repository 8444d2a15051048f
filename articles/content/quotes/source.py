"""Where visible words may stand in the Markdown of their block, and ways to write others there.

Nothing here is certain: the caller parses what comes out, and takes what reads as wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from articles.content.blocks import Block
from articles.content.escaping import paragraph

MOST = 12
"""Ways that are offered; each costs the caller a parse of the whole body."""

_ENTITY = r"&\#?\w{1,32};"
_LINE_BREAK = r"[ \t]*\\?\n[ \t>]*"
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def ways_to_write(body: str, block: Block, start: int, end: int, wording: str) -> Iterator[str]:
    """Bodies with the wording in the place of ``block.text[start:end]``, the likeliest first."""
    return islice(_ways(body, block, start, end, wording), MOST)


def _ways(body: str, block: Block, start: int, end: int, wording: str) -> Iterator[str]:
    words = block.text[start:end]
    places = _places(body, block, words)
    expected = block.text.count(words, 0, start)
    for _, place in sorted((abs(n - expected), place) for n, place in enumerate(places)):
        for written in _spellings(wording):
            yield body[: place[0]] + written + body[place[1] :]


def _places(body: str, block: Block, words: str) -> list[tuple[int, int]]:
    """Where the source of the block may spell the words."""
    lines = body.split("\n")
    first, last = block.lines
    opens = sum(len(line) + 1 for line in lines[:first])
    source = "\n".join(lines[first:last])
    pattern = re.compile("".join(map(_character, words)))
    return [(opens + m.start(), opens + m.end()) for m in pattern.finditer(source)]


def _character(character: str) -> str:
    """What may stand in the source for one visible character."""
    if character == "\n":
        return _LINE_BREAK
    return rf"(?:\\?{re.escape(character)}|{_ENTITY})"


def _spellings(wording: str) -> tuple[str, ...]:
    """With few backslashes, with all of them, and as it is (for code)."""
    few = paragraph(wording) if wording else ""
    return tuple(dict.fromkeys((few, _PUNCTUATION.sub(r"\\\1", wording), wording)))
