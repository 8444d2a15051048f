"""Which references a body cites, where, and in which order they print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from articles.content.parser import inline_tokens, keys_of, tokens

Reference = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Citation:
    """One key at one place; ``line`` is counted from 1 in the body."""

    key: str
    line: int


def anchor(number: int) -> str:
    """The id of the n-th printed reference, counted from 1; citation marks link to it."""
    return f"ref-{number}"


def places(body: str) -> list[Citation]:
    """Every citation in reading order, repeats included, code left out."""
    return places_in(tokens(body))


def places_in(parsed: Sequence[Token]) -> list[Citation]:
    """``places`` of tokens that are already parsed."""
    found: list[Citation] = []
    here: Token | None = None
    line = offset = 0
    for block, child in inline_tokens(parsed):
        if child.type != "citation":
            continue
        if block is not here:
            here, line, offset = block, (block.map or [0])[0] + 1, 0
        line += block.content.count("\n", offset, child.meta["offset"])
        offset = child.meta["offset"]
        found.extend(Citation(key, line) for key in keys_of(child))
    return found


def cited(body: str) -> tuple[str, ...]:
    """The keys a body cites, each once, in order of first citation."""
    return _once(place.key for place in places(body))


def dangling(body: str, references: Iterable[Reference]) -> tuple[str, ...]:
    """The cited keys that no reference has, in order of first citation."""
    known = {reference["id"] for reference in references}
    return tuple(key for key in cited(body) if key not in known)


def uncited(body: str, references: Iterable[Reference]) -> tuple[str, ...]:
    """The ids of the references that the body never cites, in stored order."""
    used = set(cited(body))
    return tuple(reference["id"] for reference in references if reference["id"] not in used)


def numbered(body: str, references: Iterable[Reference]) -> list[Reference]:
    """The references in print order: cited ones by first citation, then the others as stored.

    The n-th item of the list is number n in the text and has the id ``anchor(n)``.
    """
    return in_print_order(cited(body), references)


def in_print_order(keys: Iterable[str], references: Iterable[Reference]) -> list[Reference]:
    """``numbered`` for keys that are already known."""
    left = {reference["id"]: reference for reference in references}
    first = [left.pop(key) for key in _once(keys) if key in left]
    return [*first, *left.values()]


def _once(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))
