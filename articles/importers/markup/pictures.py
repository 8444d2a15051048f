"""Pictures in a page: those whose bytes it carries are kept; no other is fetched."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote_to_bytes

from articles.importers.base import ImportedPicture
from articles.importers.markup.reading import Reading
from articles.importers.markup.tree import Element

_DATA = re.compile(r"data:(?:image/([\w.+-]{1,30}))?[^,]{0,100}?(;base64)?,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """``source``: what the Markdown image names; empty for a picture that was not kept."""

    alternative: str
    source: str = ""


def picture(element: Element, reading: Reading) -> Shown:
    """A picture with its bytes, or the words that stand for it, with a remark."""
    alternative = " ".join(element.get("alt").split())
    source = element.get("src") or element.get("data-src")
    if source in reading.pictures:
        return Shown(alternative, source)
    if found := _DATA.match(source.strip()):
        data = _bytes(source.strip()[found.end() :], encoded=bool(found[2]))
        if data and found[1]:
            return Shown(alternative, keep(data, f"picture.{found[1].lower()}", reading))
        reading.remarks.add("Pictures that cannot be read became their words", alternative)
    elif source:
        named = f"{alternative or 'no words for it'} ({source[:200]})"
        reading.remarks.add("Pictures elsewhere were not fetched; their words are kept", named)
    return Shown(alternative)


def keep(data: bytes, name: str, reading: Reading) -> str:
    """Put the bytes aside; the source by which the text names them."""
    source = f"embedded:{sha256(data).hexdigest()}"
    reading.pictures.setdefault(source, ImportedPicture(data, name))
    return source


def _bytes(written: str, *, encoded: bool) -> bytes:
    data = unquote_to_bytes(written)
    if not encoded:
        return data
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
