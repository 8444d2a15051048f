"""Bytes of a text file to clean text, or one sentence why not."""

from __future__ import annotations

import codecs
import re

from articles.canonical import clean_text
from articles.errors import InputRefused

_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\x7fELF", "a program"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_UTF8_LETTER = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
FIRST_LINES = 4096
"""Bytes in which a page must say its encoding; browsers look no further than the first 1024."""
_DECLARED = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?([A-Za-z0-9_:-]{2,40})"
    rb"|<\?xml[^>]{1,100}?encoding\s*=\s*[\"']([A-Za-z0-9_-]{2,40})",
    re.IGNORECASE,
)
_CODECS = re.compile(
    r"utf-?8|windows-125[0-8]|cp125[0-8]|iso-8859-\d{1,2}|koi8-[ru]|macintosh|shift_jis|euc-(?:jp|kr)"
    r"|gbk|gb2312|gb18030|big5"
)
_NOT_TYPED = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ENGLISH_OR_FRENCH = 0.85
"""Least share of ASCII in Windows-1252 prose; text in other code pages has far less."""


def decode(data: bytes, name: str, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of a file in its stored form, and notes about the encoding.

    UTF-8 (mark or none), UTF-16 with its mark, else what it declares to be (a name as pages give
    it), else Windows-1252 where the bytes read as prose. Raises ``InputRefused`` naming the file:
    empty, binary, undecodable, refused characters.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise InputRefused(name, f"is {kind}, not text.", "binary")
    text, notes = _decoded(data, name, declared.strip().lower())
    if "\0" in text:
        raise InputRefused(name, "holds NUL bytes; it is not text.", "binary")
    if not text.strip():
        raise InputRefused(name, "is empty.", "empty")
    return clean_text(text, name), notes


def declared_in(data: bytes) -> str:
    """The encoding that the first lines of a page say it has, or nothing."""
    found = _DECLARED.search(data[:FIRST_LINES])
    return (found[1] or found[2]).decode("ascii") if found else ""


def _decoded(data: bytes, name: str, declared: str) -> tuple[str, tuple[str, ...]]:
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], codec, label, name), ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        where = data.count(b"\n", 0, wrong.start) + 1
    else:
        strange = _codec(declared) not in ("", "utf-8") and not text.isascii()
        return text, (f"It says it is {declared}, but is UTF-8.",) if strange else ()
    if b"\0" in data:
        raise InputRefused(name, "holds NUL bytes; it is not text.", "binary")
    if codec := _codec(declared).replace("utf-8", ""):
        return _strict(data, codec, declared, name), (f"Read as {declared}, which it says it is.",)
    if not _reads_as_prose(data):
        raise InputRefused(
            name,
            f"line {where} is neither UTF-8 nor Windows-1252 text; save the file as UTF-8.",
            "encoding",
        )
    return data.decode("cp1252"), ("Read as Windows-1252, because it is not UTF-8.",)


def _codec(declared: str) -> str:
    """Python's name of an encoding of the web; of ISO-8859-1, what browsers take it for."""
    if declared in ("latin1", "us-ascii", "ascii", "iso-8859-1"):
        return "cp1252"
    if not _CODECS.fullmatch(declared):
        return ""
    return codecs.lookup({"macintosh": "mac-roman"}.get(declared, declared)).name


def _strict(data: bytes, codec: str, label: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        raise InputRefused(
            name, f"says it is {label} text but is not; save the file as UTF-8.", "encoding"
        ) from None


def _reads_as_prose(data: bytes) -> bool:
    """Windows-1252 without its undefined bytes, hardly any control, and no damaged UTF-8."""
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    ascii_share = sum(byte < 0x80 for byte in data) / len(data)
    return (
        ascii_share >= _ENGLISH_OR_FRENCH
        and not _NOT_TYPED.search(data)
        and not _UTF8_LETTER.search(data)
    )
