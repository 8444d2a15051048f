"""HTML as tags and text, in one pass over it, whatever it is.

Not a validating parser: what is no tag is text, so that no word is lost. The Markdown that comes
of it is escaped and rendered like anybody's, and so its safety does not hang on this.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.errors import InputRefused

MOST_TAGS = 100_000
MOST_WASTE = 30_000_000
"""Characters looked at in vain for the end of tags; more is an attack, not a page."""

RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements that hold text and no tags."""

_TAG = re.compile(
    r"<(/?)([A-Za-z][\w:.-]{0,60}+)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|<!--|<[!?]"
)
_ATTRIBUTE = re.compile(r"([^\s=/>\"']++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+")
_MAYBE = re.compile(r"<(?=[A-Za-z/!?])")
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}+|[xX][0-9a-fA-F]{7,}+);?")


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag, or an end tag when ``ends``."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    ends: bool = False


def tokens(source: str, name: str) -> Iterator[Tag | str]:
    """Tags and texts in order, comments and declarations left out, entities resolved.

    Linear in the length of the source. Raises ``InputRefused`` naming the file for more tags or
    open ends than any page has.
    """
    at = tags = waste = 0
    while at < len(source):
        start = _MAYBE.search(source, at)
        if start is None:
            yield _text(source[at:])
            return
        if start.start() > at:
            yield _text(source[at : start.start()])
        at = start.start()
        found = _TAG.match(source, at)
        if found is None:
            waste += 100 + _looked_at(source, at)
            yield "<"
            at += 1
        elif found[2] is None:
            at, wasted = _skipped(source, at)
            waste += wasted
        else:
            tags += 1
            tag = _tag(found)
            yield tag
            at = found.end()
            if tag.name in RAW and not tag.ends:
                end = _end_of(source, at, tag.name)
                yield source[at:end] if tag.name in ("script", "style") else _text(source[at:end])
                at = end
        if tags > MOST_TAGS or waste > MOST_WASTE:
            raise InputRefused(
                name, f"has more than {MOST_TAGS} tags, or tags that nothing ends.", "size"
            )


def _tag(found: re.Match[str]) -> Tag:
    """Of an attribute that is given twice, the first counts."""
    attributes: dict[str, str] = {}
    if not found[1]:
        for key, *values in _ATTRIBUTE.findall(found[3]):
            attributes.setdefault(key.lower(), _text("".join(values)))
    return Tag(found[2].lower(), attributes, bool(found[1]))


def _text(source: str) -> str:
    return html.unescape(_LONG_NUMBER.sub("\ufffd", source)) if "&" in source else source


def _skipped(source: str, at: int) -> tuple[int, int]:
    """Where a comment or declaration ends, and how much was looked at without finding its end.

    A comment that nothing ends is left out by its opening alone: its words may be the article.
    """
    comment = source.startswith("<!--", at)
    end = source.find("-->" if comment else ">", at + 2)
    if end < 0:
        return at + (4 if comment else 2), len(source) - at
    return end + (3 if comment else 1), 0


def _looked_at(source: str, at: int) -> int:
    end = source.find("<", at + 1)
    return len(source) - at if '"' in source[at:end] or "'" in source[at:end] else max(end - at, 1)


def _end_of(source: str, at: int, name: str) -> int:
    """Where the text of a raw element ends; at the end of the source when nothing ends it."""
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, at)
    return end.start() if end else len(source)
