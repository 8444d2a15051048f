"""Article JSON, one article a file, and JSON Lines, one article a line: our own exports again.

Read strictly: a name given twice, a number that is not whole, a value that is not of its kind or
another schema is one sentence, and nothing is guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from articles.canonical import clean_json, digest
from articles.errors import InputRefused
from articles.importers import our_article
from articles.importers.base import ImportedArticle, ImportFault, register
from articles.importers.dangling import refuse_dangling

LARGEST_LINES = 200_000_000
"""Bytes of a file of lines."""
NOT_READ = frozenset({"html"})
"""Made from the text, so that it need not even be clean."""
_MARK = b"\xef\xbb\xbf"


class _Refused(ValueError):
    """What no JSON of ours holds; its text is the end of a sentence about the file."""


@register("json", "Article JSON", (".json",))
def read(data: bytes, name: str) -> list[ImportedArticle]:
    """One article; ``InputRefused`` names the file and the value."""
    return [replace(_article(data, name), source_digest=digest(data))]


@register("jsonl", "JSON Lines", (".jsonl",), max_bytes=LARGEST_LINES, many=True)
def read_lines(data: bytes, name: str) -> Iterator[ImportedArticle | ImportFault]:
    """One article a line; blank lines do not count. A line that cannot be read is a fault of its
    own, and names its line.
    """
    source = digest(data)
    lines = enumerate(data.removeprefix(_MARK).split(b"\n"), start=1)
    for item, (number, line) in enumerate((n, line) for n, line in lines if line.strip()):
        try:
            yield replace(_article(line, name), source_digest=source, item=item)
        except InputRefused as refusal:
            yield ImportFault(item, "", f"line {number} {refusal.message}")


def _article(data: bytes, name: str) -> ImportedArticle:
    said = _clean(_object(data, name), name)
    if (schema := said.get("schema")) != our_article.SCHEMA:
        said_so = f"“{schema[:80]}”" if isinstance(schema, str) else "none"
        sentence = f"is no article JSON: its schema is {said_so}, not “{our_article.SCHEMA}”."
        raise InputRefused(name, sentence, "schema")
    body = said.get("body")
    if not isinstance(body, dict) or body.get("format") != "markdown":
        raise InputRefused(name, "has no body in Markdown.")
    text = our_article.text(body, "text", name)
    article = our_article.imported(said, text, name, stem=PurePath(name).stem)
    try:
        refuse_dangling(text, article.references, name, 1)
    except InputRefused as refusal:
        raise InputRefused(name, f"in its body, {refusal.message}", refusal.code) from None
    return article


def _object(data: bytes, name: str) -> dict[str, Any]:
    """The bytes as a JSON object (RFC 8259); raises ``InputRefused``."""
    try:
        value = json.loads(
            data.removeprefix(_MARK).decode(),
            object_pairs_hook=_pairs,
            parse_float=_no_number,
            parse_constant=_no_number,
            parse_int=_whole,
        )
    except UnicodeDecodeError:
        raise InputRefused(name, "is not UTF-8, as JSON is.", "encoding") from None
    except json.JSONDecodeError as wrong:
        what = wrong.msg[:1].lower() + wrong.msg[1:].removesuffix(" at")
        sentence = f"is not JSON: {what}, at character {wrong.pos + 1:,}."
        raise InputRefused(name, sentence, "json") from None
    except _Refused as wrong:
        raise InputRefused(name, f"{wrong}.", "json") from None
    except RecursionError:
        sentence = "has lists and objects nested deeper than can be read."
        raise InputRefused(name, sentence, "too_deep") from None
    if not isinstance(value, dict):
        raise InputRefused(name, "is JSON, but not one object.", "json")
    return value


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Refused(f"names “{key[:80]}” twice in one object")
        found[key] = value
    return found


def _no_number(written: str) -> Any:
    raise _Refused(f"holds the number {written[:40]}; only whole numbers can be stored")


def _whole(written: str) -> int:
    if len(written) > 16:
        raise _Refused(f"holds the number {written[:40]}…, which is too large to be stored")
    return int(written)


def _clean(value: dict[str, Any], name: str) -> dict[str, Any]:
    """Every value in its stored form; a refusal says which one it is about."""
    clean = {}
    for key, inner in value.items():
        if key in NOT_READ:
            continue
        try:
            clean[key] = clean_json(inner, name)
        except InputRefused as refusal:
            raise InputRefused(name, f"in “{key[:80]}”, {refusal.message}", refusal.code) from None
    return clean
