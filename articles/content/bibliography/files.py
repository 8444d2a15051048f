"""Files of reference managers: RIS, BibTeX, NBIB (MEDLINE) and CSL-JSON, read offline.

The words of a file decide what it is, not its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from articles.content.references import validate
from articles.errors import InputRefused

from . import bibtex, csl_json, keys, medline, ris
from .mending import mended
from .raw import Raw, Unreadable

MOST_BYTES = 2_000_000
MOST_ITEMS = 1000
"""References of one file. An article has tens; whole libraries stay in the reference manager."""

_FORMATS: dict[str, tuple[re.Pattern[str], Callable[[str], Iterable[Raw]]]] = {
    "CSL-JSON": (re.compile(r"\A\s*(?:\[\s*(?:\{|\]\s*\Z)|\{\s*\")"), csl_json.read),
    "RIS": (re.compile(r"^TY {1,2}-", re.MULTILINE), ris.read),
    "NBIB": (re.compile(r"^PMID ?- ?\d", re.MULTILINE), medline.read),
    "BibTeX": (re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE), bibtex.read),
}


@dataclass(frozen=True, slots=True)
class Read:
    """``references`` in the stored form; ``notes``: sentences about what was left out."""

    references: list[dict[str, Any]]
    notes: list[str]


def read(data: bytes, name: str) -> Read:
    """The references of one file, in its order, with keys that writers can read.

    ``data`` is at most 2 MB of UTF-8, UTF-16 or Windows-1252; ``name`` is only said in sentences.
    Raises ``InputRefused`` whose field is ``references``, naming the file and the place in it.
    """
    try:
        return _read(data)
    except InputRefused as refused:
        raise InputRefused("references", f"“{name}”, {refused.message}", refused.code) from None
    except Unreadable as wrong:
        raise InputRefused("references", f"“{name}” {wrong}.", "file") from None


def _read(data: bytes) -> Read:
    """As ``read``; an ``Unreadable`` is the rest of a sentence that begins with the file."""
    text, notes = _decoded(data)
    found = format_of(text)
    if not found:
        raise Unreadable("is none of RIS, BibTeX, NBIB and CSL-JSON")
    items = list(_capped(_FORMATS[found][1](text)))
    if not items:
        raise Unreadable("holds no reference")
    return _stored(items, notes)


def format_of(text: str) -> str:
    """Which kind of reference file a text is; empty for none."""
    marks = {name: mark.search(text) for name, (mark, _reader) in _FORMATS.items()}
    found = {name: match.start() for name, match in marks.items() if match}
    return min(found, key=found.__getitem__, default="")


def _decoded(data: bytes) -> tuple[str, list[str]]:
    if len(data) > MOST_BYTES:
        raise Unreadable(f"is larger than {MOST_BYTES // 1_000_000} MB")
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text, ["The file was read as Windows-1252."] if encoding == "cp1252" else []
    raise Unreadable("is not a text file")


def _capped(items: Iterable[Raw]) -> Iterable[Raw]:
    for number, item in enumerate(items, start=1):
        if number > MOST_ITEMS:
            raise Unreadable(f"holds more than {MOST_ITEMS} references; add it in parts")
        yield item


def _stored(items: list[Raw], notes: list[str]) -> Read:
    homeless: Counter[str] = Counter()
    stored: list[dict[str, Any]] = []
    known = keys.Keys()
    for raw in items:
        try:
            found = mended(raw.item)
        except InputRefused as refused:
            raise InputRefused(
                "references", f"{raw.place}: {refused.field}: {refused.message}"
            ) from None
        wish = found.item.get("id")
        key = known.new(str(wish) if keys.worth_keeping(wish) else keys.readable(found.item))
        stored.append({"id": key} | {**found.item, "id": key})
        homeless.update([*raw.homeless, *found.homeless])
        notes += [f"“{key}” ({raw.place}): {fault} could not be kept." for fault in found.faults]
        notes += [f"“{key}” ({raw.place}): {note}" for note in raw.notes]
    if homeless:
        named = ", ".join(f"{name} ({count})" for name, count in sorted(homeless.items()))
        notes.append(f"Left out, since a reference has no place for it: {named}.")
    return Read(validate(stored), notes)
