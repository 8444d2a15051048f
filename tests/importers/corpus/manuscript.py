"""The sample articles as their author wrote them, before any publisher or program had them.

A line is a block: ``== `` and ``=== `` headings, ``* `` and ``** `` items, ``1. `` numbered items,
``| `` rows, ``> `` a quotation, anything else a paragraph. In a line: ``{b:bold}``, ``{i:italic}``,
``{a:address|words}``, ``{c:1,2}`` citations and ``{n:1}`` footnotes by number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "manuscripts"
_INLINE = re.compile(r"\{([biacn]):([^}|]*)(?:\|([^}]*))?\}")
_MARKS = {"=== ": "h3", "== ": "h2", "** ": "sub", "* ": "item", "1. ": "number", "> ": "quote"}

Render = Callable[[str, str, str], str]


@dataclass
class Manuscript:
    name: str
    title: str = ""
    author: str = ""
    reviewer: str = ""
    date: str = ""
    blocks: list[tuple[str, str]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Blocks with those of one list or table together."""
        found: list[tuple[str, list[tuple[str, str]]]] = []
        for kind, text in self.blocks:
            group = "item" if kind == "sub" else kind
            if found and found[-1][0] == group and group in ("item", "number", "row"):
                found[-1][1].append((kind, text))
            else:
                found.append((group, [(kind, text)]))
        return found

    def byline(self) -> str:
        return f"Medically reviewed by {self.reviewer}"


def load(name: str) -> Manuscript:
    found = Manuscript(name)
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        key, _, value = line.partition(": ")
        if key in ("title", "author", "reviewer", "date"):
            setattr(found, key, value)
        elif key in ("ref", "note"):
            (found.references if key == "ref" else found.notes).append(value)
        elif line.startswith("| "):
            found.blocks.append(("row", line[2:]))
        else:
            mark = next((mark for mark in _MARKS if line.startswith(mark)), "")
            found.blocks.append((_MARKS.get(mark, "p"), line.removeprefix(mark)))
    return found


def rendered(text: str, render: Render) -> str:
    """``render(kind, words, address)`` for each piece that is marked."""
    return _INLINE.sub(
        lambda m: render(m[1], m[3] if m[1] == "a" else m[2], m[2] if m[1] == "a" else ""), text
    )


def pieces(text: str) -> list[tuple[str, str, str]]:
    """Kind, words and address of every piece in order; plain words have no kind."""
    found: list[tuple[str, str, str]] = []
    at = 0
    for match in _INLINE.finditer(text):
        found.append(("", text[at : match.start()], ""))
        linked = match[1] == "a"
        found.append((match[1], match[3] if linked else match[2], match[2] if linked else ""))
        at = match.end()
    found.append(("", text[at:], ""))
    return [piece for piece in found if piece[1]]


def plain(text: str) -> str:
    """The words that readers see, without marks of citations and footnotes."""
    return rendered(text, lambda kind, words, _: "" if kind in "cn" else words)


def expected(
    manuscript: Manuscript, *, pictures: tuple[tuple[str, str], ...] = (), **changes: object
) -> dict[str, object]:
    """What an import must keep. ``pictures``: alternative text and caption, after the text."""
    texts = [
        plain(text.replace(" | ", " ") if kind == "row" else text)
        for kind, text in manuscript.blocks
    ]
    for alternative, caption in pictures:
        texts += [alternative, caption]
    if manuscript.notes:
        texts += ["Notes", *manuscript.notes]
    headings = [[int(kind[1]), plain(text)] for kind, text in manuscript.blocks if kind[0] == "h"]
    everything = [piece for _, text in manuscript.blocks for piece in pieces(text)]
    rows = [plain(text).split(" | ") for kind, text in manuscript.blocks if kind == "row"]
    return {
        "title": manuscript.title,
        "text": texts,
        "headings": [*headings, [2, "Notes"]] if manuscript.notes else headings,
        "list_items": [plain(t) for k, t in manuscript.blocks if k in ("item", "sub", "number")]
        + manuscript.notes,
        "table_cells": [cell for row in rows for cell in row],
        "links": [[words, address] for kind, words, address in everything if kind == "a"],
        "references": [_identifier(line) for line in manuscript.references],
        "citations": sum(len(words.split(",")) for kind, words, _ in everything if kind == "c"),
        "footnotes": sum(1 for kind, _, _ in everything if kind == "n"),
        "pictures": len(pictures),
        "claims": [manuscript.reviewer.partition(";")[0]] if manuscript.reviewer else [],
        "claimed_on": manuscript.date,
        **changes,
    }


def _identifier(line: str) -> str:
    found = re.search(r"doi:(\S+)|(https://\S+)", line)
    assert found
    return found[1] or found[2]
