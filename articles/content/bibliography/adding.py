"""References added to a list: what is pasted or read from a file, each work once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.content import references as stored_form
from articles.content.reference_lines import from_line
from articles.errors import InputRefused

from . import files, keys, mending_ids
from .duplicates import Works
from .mending import SHOWN

MOST_LINES = 500

LookUp = Callable[[str, str], "dict[str, Any] | str"]
"""Field (``DOI``, ``PMID`` or ``PMCID``) and value; the item, or a sentence why there is none."""

_NUMBERING = re.compile(r"\A\s*(?:\[\d{1,3}\]|\d{1,3}[.)])\s+")


@dataclass(slots=True)
class Added:
    """``references``: all of them, in the stored form. ``duplicates``: what was added again, and
    the key it has already. ``as_words``: keys of lines that nothing but a title was made of.
    ``notes``: sentences about what a person should look at.
    """

    references: list[dict[str, Any]]
    new_ids: list[str] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    as_words: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def add(
    references: Sequence[Mapping[str, Any]], pasted: str, look_up: LookUp | None = None
) -> Added:
    """A stored list with what was pasted behind it.

    ``pasted``: the text of a reference file, or lines, each a DOI, PMID, PMCID, their addresses,
    or a plain citation. Without ``look_up`` nothing is asked anywhere. Raises ``InputRefused``
    whose field is ``references``, naming the line.
    """
    if files.format_of(pasted):
        return add_file(references, pasted.encode(), "the pasted text")
    lines = [(n, line) for n, line in enumerate(pasted.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise InputRefused("references", f"more than {MOST_LINES} lines; add them in parts.")
    added = _Adding(references)
    for number, line in lines:
        _add_line(added, number, line, look_up)
    return added.result


def add_file(references: Sequence[Mapping[str, Any]], data: bytes, name: str) -> Added:
    """A stored list with the references of a file behind it. Refusals: ``files.read``."""
    read = files.read(data, name)
    added = _Adding(references)
    added.result.notes += read.notes
    for item in read.references:
        added.take(item, str(item.get("title") or item.get("DOI") or item["id"]))
    return added.result


class _Adding:
    """A list that grows by works it does not hold."""

    def __init__(self, references: Sequence[Mapping[str, Any]]) -> None:
        self.result = Added([dict(item) for item in references])
        self._works = Works(references)
        self._taken = {str(item["id"]) for item in references}

    def has(self, item: Mapping[str, Any], called: str) -> bool:
        """Whether the work is there already; if so, that is said."""
        known = self._works.find(item)
        if known:
            self.result.duplicates.append((called, str(known["id"])))
        return known is not None

    def take(self, item: Mapping[str, Any], called: str) -> str:
        """Add a work under a free key like its id; the key, or nothing where it was there."""
        if self.has(item, called):
            return ""
        new = {**item, "id": keys.free(str(item["id"]), self._taken)}
        self._taken.add(new["id"])
        self._works.add(new)
        self.result.references.append(new)
        self.result.new_ids.append(new["id"])
        return str(new["id"])


def _add_line(added: _Adding, number: int, line: str, look_up: LookUp | None) -> None:
    line = _NUMBERING.sub("", line, count=1).strip() or line.strip()
    identifier = mending_ids.of_address(line)
    item = _bare(*identifier) if identifier else from_line(line)
    if identifier and added.has(item, line):
        return
    found = look_up(*identifier) if identifier and look_up else ""
    if identifier and not isinstance(found, str):
        item = {**found, "id": keys.readable(found), identifier[0]: identifier[1]}
    key = added.take(_stored(number, item), line)
    if key and not identifier and item["type"] == "document":
        added.result.as_words.append(key)
        added.result.notes.append(f"“{key}” is kept as words: {_begun(line)}")
    if key and identifier and isinstance(found, str):
        sentence = f"“{key}” has nothing but its {identifier[0]} yet: fill in title and authors."
        added.result.notes.append(f"{sentence} {found}".strip())


def _begun(line: str) -> str:
    """As much of a line as a note shows."""
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def _stored(number: int, item: dict[str, Any]) -> dict[str, Any]:
    try:
        return stored_form.validate([item])[0]
    except InputRefused as refused:
        sentence = f"line {number}: {refused.message}"
        raise InputRefused("references", sentence, refused.code) from None


def _bare(name: str, value: str) -> dict[str, Any]:
    item = {"type": "article-journal", name: value}
    return {"id": keys.readable(item), **item}
