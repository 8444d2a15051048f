"""A proposed wording put in the place of the quoted words, and nothing else changed."""

from __future__ import annotations

from articles.content.blocks import Block, parse
from articles.content.escaping import one_line
from articles.content.quotes.finding import Found, find
from articles.content.quotes.plain import joined
from articles.content.quotes.quoting import Quote
from articles.content.quotes.shape import Shape, shape
from articles.content.quotes.source import ways_to_write
from articles.errors import ReviewFlowError

_KINDS = {"link_open": "link", "link_close": "link", "citation": "citation", "image": "image"}
_PAIRS = ("em", "link", "strong")


class NotReplaceable(ReviewFlowError):
    """Why a proposed wording cannot be put in: ``removed`` (the words are gone), ``blocks`` or
    ``cells`` (they cross a border), ``link``, ``citation``, ``image`` or ``formatting`` (one of
    these begins, ends or stands within them), ``whole`` (nothing would be left of a block),
    ``source`` (the wording cannot be written there as plain words).
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def replace(body: str, quote: Quote, wording: str) -> str:
    """The body with the wording, as plain words, where the quoted words stand now.

    White space in the wording becomes single spaces, none at its ends; an empty wording removes
    the words and one space next to them. Promise: the visible text changes in that range only,
    every mark stays at its words, and all source outside the range stays byte for byte. Raises
    ``NotReplaceable`` where that cannot be kept.
    """
    blocks = parse(body)
    found = find(joined(blocks), quote)
    if not found:
        raise NotReplaceable("removed")
    block, opens = _home(blocks, found)
    now = shape(body)
    wording = one_line(wording)
    if not wording:
        found = _to_remove(now, found, opens, opens + len(block.text))
    if crossed := _crossed(now, found):
        raise NotReplaceable(crossed)
    wanted = _replaced(now, found, wording)
    for written in ways_to_write(body, block, found.start - opens, found.end - opens, wording):
        if shape(written) == wanted:
            return written
    raise NotReplaceable("source")


def _home(blocks: list[Block], found: Found) -> tuple[Block, int]:
    """The one block, and one cell, that holds the words, and where it begins."""
    whole = joined(blocks)
    (number, start, end), *others = whole.place(found.start, found.end)
    if others:
        raise NotReplaceable("blocks")
    block = blocks[number]
    if block.kind == "row" and "\t" in block.text[start:end]:
        raise NotReplaceable("cells")
    return block, whole.starts[number]


def _to_remove(now: Shape, found: Found, opens: int, closes: int) -> Found:
    """The words with the space before or after them, where one can go."""
    if (found.start, found.end) == (opens, closes):
        raise NotReplaceable("whole")
    if pair := _emptied(now, found):
        raise NotReplaceable(pair)
    before, after = Found(found.start - 1, found.end), Found(found.start, found.end + 1)
    if before.start >= opens and now.text[before.start] in " \n" and not _crossed(now, before):
        return before
    if after.end <= closes and now.text[after.end - 1] in " \n" and not _crossed(now, after):
        return after
    return found


def _emptied(now: Shape, found: Found) -> str:
    """The kind of a pair of marks that would have no words left between them, or nothing."""
    opened = {mark.type for mark in now.marks if mark.offset == found.start}
    closed = {mark.type for mark in now.marks if mark.offset == found.end}
    pairs = [name for name in _PAIRS if f"{name}_open" in opened and f"{name}_close" in closed]
    return _KINDS.get(f"{pairs[0]}_open", "formatting") if pairs else ""


def _crossed(now: Shape, found: Found) -> str:
    """The kind of the first mark within the range, or nothing."""
    for mark in now.marks:
        if found.start < mark.offset < found.end:
            return _KINDS.get(mark.type, "formatting")
    return ""


def _replaced(now: Shape, found: Found, wording: str) -> Shape:
    by = len(wording) - (found.end - found.start)
    return Shape(
        now.text[: found.start] + wording + now.text[found.end :],
        tuple(mark.moved(by) if mark.offset >= found.end else mark for mark in now.marks),
    )
