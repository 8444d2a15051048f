"""Footnotes of other systems' Markdown, which ours has none of: citations, or notes at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from articles.content import references
from articles.content.bibliography.keys import Keys
from articles.content.blocks import parse
from articles.errors import InputRefused
from articles.importers.markup.entries import reads_as_citation, reference
from articles.importers.markup.tree import Element

_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]:[ \t]+(\S.*)")
_MARK = re.compile(r"( ?)\[\^([^\]\s]{1,60})\]")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ADDRESS = re.compile(r"https://[^\s<>()\[\]\"]+[^\s<>()\[\]\".,;]")


@dataclass(slots=True)
class Footnotes:
    """``text``: the body with its marks told apart and the definitions out of it, as many lines as
    before, then the notes. ``references``: CSL items of footnotes that are citations.
    """

    text: str
    references: list[dict[str, Any]] = field(default_factory=list)
    notes: int = 0


@dataclass(slots=True)
class _Definition:
    """``line``: in the text, from 0. ``words``: line by line."""

    line: int
    words: list[str]


def settled(text: str, known: set[str], name: str, first_line: int) -> Footnotes:
    """``known``: ids that references have already. ``first_line``: of the text in the file, from 1.

    Raises ``InputRefused`` naming file and line.
    """
    lines, definitions = _apart(text.split("\n"))
    found = Footnotes("")
    keys = Keys(known)
    marks: dict[str, str] = {}
    notes: list[str] = []
    for label, definition in definitions.items():
        words = " ".join(definition.words)
        entry = _entry(words)
        if reads_as_citation(entry):
            item = reference(entry)
            item["id"] = keys.new(item["id"])
            found.references.append(_stored(item, name, first_line + definition.line))
            marks[label] = f"[@{item['id']}]"
        else:
            notes.append(words)
            marks[label] = f"\\[note {len(notes)}]"
    found.notes = len(notes)
    found.text = "\n".join(_marked(lines, marks))
    if notes:
        listed = "\n".join(f"{number}. {words}" for number, words in enumerate(notes, start=1))
        found.text = f"{found.text.rstrip()}\n\n## Notes\n\n{listed}"
    return found


def _stored(item: dict[str, Any], name: str, line: int) -> dict[str, Any]:
    try:
        return references.validate([item])[0]
    except InputRefused as refusal:
        said = refusal.message.removeprefix("item 1 ")
        raise InputRefused(name, f"line {line}, a footnote, {said}", refusal.code) from None


def _apart(lines: list[str]) -> tuple[list[str], dict[str, _Definition]]:
    """The lines with definitions blank, and the definitions."""
    kept: list[str] = []
    definitions: dict[str, _Definition] = {}
    label = fence = ""
    for number, line in enumerate(lines):
        fence = _fence_after(line, fence)
        match = None if fence else _DEFINITION.fullmatch(line)
        if match and match[1] not in definitions:
            label = match[1]
            definitions[label] = _Definition(number, [match[2].strip()])
        elif label and line.startswith(("    ", "\t", "  ")) and line.strip():
            definitions[label].words.append(line.strip())
        else:
            label = label if not line.strip() else ""
            kept.append(line)
            continue
        kept.append("")
    return kept, definitions


def _marked(lines: list[str], marks: dict[str, str]) -> list[str]:
    found: list[str] = []
    fence = ""
    for line in lines:
        fence = _fence_after(line, fence)
        found.append(line if fence else _MARK.sub(lambda m: _mark(m, marks), line))
    return found


def _mark(match: re.Match[str], marks: dict[str, str]) -> str:
    mark = marks.get(match[2])
    if mark is None:
        return match[0]
    return match[1] + mark if mark.startswith("[@") else f" {mark}"


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open after this line, if any."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match[1]
    return "" if match[1].startswith(fence) else fence


def _entry(words: str) -> Element:
    shown = " ".join(block.text for block in parse(words))
    links: list[Element | str] = [
        Element("a", {"href": address}) for address in _ADDRESS.findall(words)
    ]
    return Element("li", {}, [shown, *links])
