"""BibTeX and BibLaTeX, split by bibtexparser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import RemoveEnclosingMiddleware, ResolveStringReferencesMiddleware
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ParsingFailedBlock,
)

from . import bibtex_fields as fields
from . import others
from .bibtex_names import people
from .raw import Raw, Unreadable
from .tex import Decoder

MOST_BLOCKS = 3000
_BLOCK = re.compile(r"@\w*[ \t]*[{(]")


def read(text: str) -> Iterator[Raw]:
    """Raises ``Unreadable`` with the line of an entry that cannot be read."""
    if len(list(islice(_BLOCK.finditer(text), MOST_BLOCKS + 1))) > MOST_BLOCKS:
        raise Unreadable(f"holds more than {MOST_BLOCKS} entries")
    stack = [ResolveStringReferencesMiddleware(), RemoveEnclosingMiddleware()]
    library = parse_string(text, parse_stack=stack)
    decoder = Decoder()
    for block in library.blocks:
        entry = _readable(block)
        if isinstance(entry, Entry):
            yield _raw(entry, decoder)


def _readable(block: Block) -> Block | None:
    """Two entries under one key are both read; anything else that failed is refused."""
    if isinstance(block, DuplicateBlockKeyBlock):
        return block.ignore_error_block
    place = f"cannot be read on line {_line(block)}"
    if isinstance(block, DuplicateFieldKeyBlock):
        raise Unreadable(f"{place}: {', '.join(sorted(block.duplicate_keys))} is given twice")
    if isinstance(block, ParsingFailedBlock):
        reason = str(getattr(block.error, "abort_reason", "") or block.error)
        raise Unreadable(f"{place}: {reason.strip().rstrip('.')}")
    return block


def _line(block: Block) -> int:
    """Counted from 1; the library counts from 0."""
    return (block.start_line or 0) + 1


def _raw(entry: Entry, decoder: Decoder) -> Raw:
    place = f"line {_line(entry)}"
    given = {field.key.lower(): str(field.value) for field in entry.fields if field.value}
    raw = Raw(place, {"type": _type(entry.entry_type.lower(), given)})
    if entry.key:
        raw.item["id"] = entry.key
    if genre := fields.THESES.get(entry.entry_type.lower()):
        given.setdefault("type", genre)
    try:
        for name, value in given.items():
            _field(raw, name, value, decoder)
    except Unreadable as wrong:
        raise Unreadable(f"cannot be read on {place}: the entry {wrong}") from None
    fields.join(
        raw, {name: decoder.plain(value) for name, value in given.items() if name in fields.JOINED}
    )
    return raw


def _type(kind: str, given: Mapping[str, str]) -> str:
    if kind in {"misc", "unpublished"} and "doi" not in given and given.keys() & {"url", "urldate"}:
        return "webpage"
    return fields.TYPES.get(kind, "document")


def _field(raw: Raw, name: str, value: str, decoder: Decoder) -> None:
    if name in fields.JOINED:
        return
    if name in fields.PEOPLE:
        found, unnamed = people(value, decoder)
        if unnamed:
            others.say(raw.item, fields.PEOPLE[name])
        raw.item.setdefault(fields.PEOPLE[name], []).extend(found)
    elif name in fields.VERBATIM:
        raw.put(fields.VERBATIM[name], re.sub(r"\\(?=[_&%#~])|\\url|[{}]", "", value))
    elif target := fields.target(name, raw.item["type"]):
        raw.put(target, decoder.plain(value))
    else:
        raw.homeless.append(name)
