"""Canonical bytes and digests: one function each, used everywhere.

Text is put into its stored form once, on the way in (``clean_text``); hashing normalises nothing,
so the bytes that are hashed are the bytes that are stored. JSON becomes bytes by RFC 8785.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Any

import rfc8785

from articles.errors import InputRefused

CONTENT_SCHEMA = "reviewflow/content@1"
MAX_BODY_BYTES = 1_000_000
DEEPEST_JSON = 40
"""Lists and objects within each other; no reference needs more, and every reader can follow."""

CONTENT_FIELDS = (
    "article_type",
    "title",
    "summary",
    "body",
    "references",
    "audience",
    "locale",
    "authors",
    "funding",
    "topics",
    "specialty",
)
"""What a physician signs, in the order people read it. Changing this tuple changes every digest."""

_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def _is_refused(character: str) -> bool:
    code = ord(character)
    if code < 0x20:
        return character not in "\n\t"
    return (
        0x7F <= code <= 0x9F
        or code in _BIDI
        or 0xD800 <= code <= 0xDFFF
        or 0xE0000 <= code <= 0xE007F
    )


def clean_text(text: str, field: str) -> str:
    """Text in its stored form: NFC, LF line ends.

    Raises ``InputRefused`` naming field, line and code point for C0 controls other than LF and
    TAB, C1, NUL, surrogates, bidirectional controls and tag characters. Zero-width characters,
    soft hyphens and no-break spaces are kept; showing them is the reviewer page's work.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for index, character in enumerate(text):
        if _is_refused(character):
            line = text.count("\n", 0, index) + 1
            raise InputRefused(
                field,
                f"the character U+{ord(character):04X} on line {line} cannot be stored; remove it.",
                "character",
            )
    return unicodedata.normalize("NFC", text)


def clean_json(value: Any, field: str, depth: int = DEEPEST_JSON) -> Any:
    """``clean_text`` on every string of a JSON value; floats are refused (RFC 8785 traps), and so
    is what lies deeper than ``depth``.
    """
    if depth < 0:
        nested = f"lists and objects are nested more than {DEEPEST_JSON} deep."
        raise InputRefused(field, nested, "too_deep")
    match value:
        case str():
            return clean_text(value, field)
        case bool() | None:
            return value
        case int() if abs(value) < 2**53:
            return value
        case list() | tuple():
            return [clean_json(item, field, depth - 1) for item in value]
        case dict():
            cleaned = {
                clean_text(str(name), field): clean_json(inner, field, depth - 1)
                for name, inner in value.items()
            }
            if len(cleaned) < len(value):
                raise InputRefused(field, "two names are the same once normalised.")
            return cleaned
    raise InputRefused(field, f"{value!r} is not text, a whole number, a list or an object.")


def canonical_bytes(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value."""
    return rfc8785.dumps(value)


def digest(data: bytes) -> str:
    """``sha256:`` and 64 hexadecimal digits."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def content_bytes(content: Mapping[str, Any]) -> bytes:
    """The exact bytes a physician signs, from a mapping that has every content field."""
    signed = {name: content[name] for name in CONTENT_FIELDS}
    return canonical_bytes({"schema": CONTENT_SCHEMA, **signed})


def content_digest(content: Mapping[str, Any]) -> str:
    """The fingerprint of the signed words."""
    return digest(content_bytes(content))


def files_digest(digests: Mapping[str, str]) -> str:
    """One digest for several files, by name: of the only one its own, else of names and digests."""
    [*only] = digests.values()
    return only[0] if len(only) == 1 else digest(canonical_bytes(digests))
