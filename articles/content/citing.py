"""What a citation stands for: the reference itself and every sentence that cites it.

A reviewer's tick at a reference holds while neither changes.
"""

# ruff: noqa: SIM905 -- abbreviations are read best as running text

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from articles.canonical import canonical_bytes, digest
from articles.content.parser import keys_of, tokens
from articles.content.visible import visible

SCHEMA = "reviewflow/citing@1"

_ABBREVIATIONS = frozenset(
    """al approx ca cf dr e.g ed fig i.e incl max min mr mrs ms no nos p pp prof ref refs resp st
    tab vol vs""".split()
)
_END = re.compile(r"[.!?…]++[\"'”’»)\]]*+(?=\s)")
_WORD = re.compile(r"\S+")
_LAST_WORD = re.compile(r"[\w.]*\Z")


@dataclass(frozen=True, slots=True)
class _Passage:
    """``sentences``: ranges of the text. ``citations``: by key, the offsets where it is cited.
    ``table``: which table it is a row of, and so one sentence; ``head``: that table's headings.
    """

    text: str
    sentences: list[tuple[int, int]]
    citations: dict[str, list[int]]
    table: int = 0
    head: str = ""


def citing_digests(body: str, references: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """By id, ``sha256:…`` of each CSL reference and, in reading order, of every sentence citing it.

    A sentence is its visible text with single spaces and ``[@key]`` where it cites this
    reference; other citations and all formatting are left out. A row of a table is one sentence,
    and the headings of its table are another. A citation between two sentences belongs to both.
    A cut in the wrong place only widens or narrows how much around a citation must not change.
    """
    passages = _by_key(_passages(tokens(body)))
    return {
        key: _digest(key, reference, passages.get(key, []))
        for reference in references
        for key in [str(reference["id"])]
    }


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a visible text as half-open ranges, white space between them left out."""
    found: list[tuple[int, int]] = []
    start = len(text) - len(text.lstrip())
    for end in _END.finditer(text):
        if (following := _WORD.search(text, end.end())) and not _goes_on(text, end, following[0]):
            found.append((start, end.end()))
            start = following.start()
    last = len(text.rstrip())
    return [*found, (start, last)] if start < last else found


def _goes_on(text: str, end: re.Match[str], following: str) -> bool:
    """Whether a stop ends no sentence: after an abbreviation or initial, before a small letter."""
    word = _LAST_WORD.search(text[max(end.start() - 20, 0) : end.start()])
    before = word[0].lower() if word else ""
    abbreviated = before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha())
    return (end[0] == "." and abbreviated) or following[0].islower()


def _digest(key: str, reference: Mapping[str, Any], passages: list[_Passage]) -> str:
    cited: list[str] = []
    table = 0
    for passage in passages:
        if passage.table > table:
            table = passage.table
            cited.append(passage.head)
        cited.extend(_citing(passage, key))
    return digest(canonical_bytes({"schema": SCHEMA, "reference": reference, "sentences": cited}))


def _by_key(passages: Iterable[_Passage]) -> dict[str, list[_Passage]]:
    """The passages that cite each key."""
    found: dict[str, list[_Passage]] = {}
    for passage in passages:
        for key in passage.citations:
            found.setdefault(key, []).append(passage)
    return found


def _citing(passage: _Passage, key: str) -> Iterator[str]:
    """The sentences of a passage that cite a key, with the places where they do."""
    places: dict[int, list[int]] = {}
    starts = [start for start, _ in passage.sentences]
    for at in passage.citations[key]:
        for number in _numbers(passage.sentences, starts, at):
            places.setdefault(number, []).append(at)
    for number, own in places.items():
        start, end = passage.sentences[number]
        cuts = [start, *(min(max(at, start), end) for at in own), end]
        parts = [passage.text[left:right] for left, right in pairwise(cuts)]
        yield " ".join(f"[@{key}]".join(parts).split())


def _numbers(ranges: list[tuple[int, int]], starts: list[int], at: int) -> list[int]:
    """The sentences that a citation at this offset belongs to: two where it stands between."""
    number = max(bisect_right(starts, at) - 1, 0)
    start, end = ranges[number]
    near = [number - 1] if at == start else [number + 1] if at > end else []
    return sorted([number, *(other for other in near if 0 <= other < len(ranges))])


def _passages(parsed: Sequence[Token]) -> list[_Passage]:
    """Paragraphs, headings, items and rows, in reading order."""
    found: list[_Passage] = []
    cells: list[_Passage] | None = None
    table, head = 0, ""
    for token in parsed:
        match token.type:
            case "table_open":
                table, head = table + 1, ""
            case "tr_open":
                cells = []
            case "inline" if cells is not None:
                cells.append(_passage(token))
            case "inline":
                found.append(_passage(token))
            case "tr_close":
                found.append(_row(cells or [], table, head))
                head = head or found[-1].text
                cells = None
    return found


def _passage(inline: Token) -> _Passage:
    text: list[str] = []
    citations: dict[str, list[int]] = {}
    offset = 0
    for child in inline.children or ():
        if child.type == "citation":
            for key in keys_of(child):
                citations.setdefault(key, []).append(offset)
        text.append(visible([child]))
        offset += len(text[-1])
    whole = "".join(text)
    return _Passage(whole, sentences(whole) or [(0, 0)], citations)


def _row(cells: Sequence[_Passage], table: int, head: str) -> _Passage:
    text = "\t".join(cell.text for cell in cells)
    citations: dict[str, list[int]] = {}
    offset = 0
    for cell in cells:
        for key, places in cell.citations.items():
            citations.setdefault(key, []).extend(offset + at for at in places)
        offset += len(cell.text) + 1
    return _Passage(text, [(0, len(text))], citations, table, head)
