"""Front matter as our Markdown export writes it: ``key: value``, the value a JSON value.

A subset of YAML, read without a YAML library. A plain unquoted string stands for itself; anchors,
tags, block text, nested lines and repeated keys are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from articles.errors import InputRefused

_FENCE = "---"
_ENTRY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):(?:[ \t](.*))?")
_JSON = re.compile(r"[\"\[{]|-?\d+$|-?\d+\.\d+$|(?:true|false|null)$")
_NOT_PLAIN = re.compile(r"[&*!|>%@`'#,\[\]{}?]|[-?](?: |$)|.*(?::(?: |$)| #)")


def split(text: str, name: str) -> tuple[dict[str, Any], str, int] | None:
    """Front matter, the text after it, and that text's first line in the file (from 1).

    The one blank line behind the closing ``---`` belongs to neither. None without front matter.
    Raises ``InputRefused`` naming file and line.
    """
    if not text.startswith(f"{_FENCE}\n"):
        return None
    written, rest, first = parted(text, name)
    entries: dict[str, Any] = {}
    for number, line in enumerate(written, start=2):
        if line.strip() and not line.startswith("#"):
            _enter(entries, line, name, number)
    return entries, rest, first


def parted(text: str, name: str, ends: Sequence[str] = (_FENCE,)) -> tuple[list[str], str, int]:
    """The lines of front matter, the text after it, and that text's first line, as for ``split``.

    ``text`` begins with front matter; ``ends``: lines that close it. Raises ``InputRefused``.
    """
    lines = text.split("\n")
    close = next((n for n, line in enumerate(lines[1:], start=1) if line in ends), 0)
    if not close:
        raise InputRefused(name, "line 1 opens front matter with “---” that nothing closes.")
    first = close + 1
    if first < len(lines) and lines[first] == "":
        first += 1
    return lines[1:close], "\n".join(lines[first:]), first + 1


def _enter(entries: dict[str, Any], line: str, name: str, number: int) -> None:
    match = _ENTRY.fullmatch(line)
    if not match:
        raise InputRefused(name, f"line {number} of the front matter is not “key: value”.")
    key, written = match[1], (match[2] or "").strip(" \t")
    if key in entries:
        raise InputRefused(name, f"line {number} of the front matter repeats “{key}”.")
    try:
        entries[key] = _value(written)
    except (ValueError, RecursionError):
        raise InputRefused(
            name, f"line {number} of the front matter has a value for “{key}” that cannot be read."
        ) from None


def _value(written: str) -> Any:
    if _JSON.match(written):
        return json.loads(written, parse_float=_no, parse_constant=_no, object_pairs_hook=_object)
    if _NOT_PLAIN.match(written):
        raise ValueError(written)
    return written


def _no(written: str) -> NoReturn:
    raise ValueError(written)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("repeated key")
    return dict(pairs)
