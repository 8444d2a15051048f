"""What changed about a block besides its words, each with its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from articles.content.blocks import Block
from articles.content.redline.changes import Column, Note
from articles.content.redline.nesting import together
from articles.content.redline.passages import Facts

_LISTS = {"bullet", "number"}


def notes_on_block(old: Facts, new: Facts, columns: Sequence[Column]) -> Iterator[Note]:
    """``heading_level``, ``kind``, ``list_kind``, ``list_start``, ``indent``, ``container``,
    ``header_row``, ``column`` (the text says which, from 1), ``alignment``, ``code_language``.

    At least one wherever the facts differ.
    """
    if old.kind == new.kind == "heading" and old.level != new.level:
        yield Note("heading_level", str(old.level), str(new.level))
    if old.kind != new.kind and not {old.kind, new.kind} <= _LISTS:
        yield Note("kind", old.kind, new.kind)
    if len(old.path) != len(new.path):
        yield Note("indent", str(len(old.path)), str(len(new.path)))
    for (was, start), (kind, first) in zip(old.path, new.path, strict=False):
        if was != kind:
            yield Note("list_kind" if {was, kind} <= _LISTS else "container", was, kind)
        elif start != first:
            yield Note("list_start", str(start), str(first))
    if old.header != new.header:
        yield Note("header_row", "head" * old.header, "head" * new.header)
    if old.info != new.info:
        yield Note("code_language", old.info, new.info)
    yield from _notes_on_columns(old, new, columns)


def _notes_on_columns(old: Facts, new: Facts, columns: Sequence[Column]) -> Iterator[Note]:
    for number, column in enumerate(columns, start=1):
        if column.new is None:
            yield Note("column", old=str(number))
        elif column.old is None:
            yield Note("column", new=str(number))
        elif old.header and new.header:
            was, now = old.alignments[column.old], new.alignments[column.new]
            if was != now:
                yield Note("alignment", was or "none", now or "none", words=str(number))


def regrouped(before: tuple[Block, Block], here: tuple[Block, Block]) -> Iterator[Note]:
    """``grouping``: the block and the one before it no longer stand in the same lists, items or
    quotes, or stand together now. Both are pairs of the old and the new block.
    """
    (old_before, new_before), (old, new) = before, here
    was, now = together(old_before, old), together(new_before, new)
    if was != now and _path(old) == _path(new) and _path(old_before) == _path(new_before):
        yield Note("grouping", str(was), str(now))


def _path(block: Block) -> tuple[str, ...]:
    return tuple(box.kind for box in block.containers)
