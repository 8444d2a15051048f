"""A post's content as HTML: shortcodes, paragraphs by blank lines, footnotes."""

from __future__ import annotations

import json
import re
from html import escape

from articles.importers.remarks import Remarks

_BLOCKS = "<!-- wp:"
_SHORTCODE = re.compile(r"\[/?([a-z][a-z0-9_-]{1,40})(?:\s[^\[\]]{0,500})?/?\]")
_PAIRED = re.compile(r"\[/([a-z][a-z0-9_-]{1,40})\]")
_IMAGE = re.compile(r"\s*(?:<a [^>]*>\s*)?<img [^>]*>(?:\s*</a>)?")
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_LINE_END = re.compile(r"(?<![>\n])\n(?![ \t]*(?:<|\n|$))")


def as_html(content: str, footnotes: str, remarks: Remarks) -> str:
    """``footnotes``: of the block editor, as it keeps them beside the post."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    content = _captions(content)
    pairs = set(_PAIRED.findall(content))
    for match in _SHORTCODE.finditer(content):
        if match[1] in pairs or "=" in match[0] or match[1] in ("gallery", "toc"):
            remarks.add("Shortcodes are kept as text", match[0])
    if _BLOCKS not in content:
        content = _paragraphs(content)
    return content + _footnotes(footnotes)


def _captions(content: str) -> str:
    """Pictures with a caption, which the classic editor kept as a shortcode."""
    found: list[str] = []
    at = 0
    while (start := content.find("[caption", at)) >= 0:
        opened, end = content.find("]", start), content.find("[/caption]", start)
        if opened < 0 or end < opened:
            break
        inside = content[opened + 1 : end]
        image = _IMAGE.match(inside)
        shown = image[0] if image else ""
        caption = inside[len(shown) :].strip()
        found.append(f"{content[at:start]}\n\n<figure>{shown}<figcaption>{caption}</figcaption>")
        found.append("</figure>\n\n")
        at = end + len("[/caption]")
    return "".join(found) + content[at:]


def _paragraphs(content: str) -> str:
    """Blank lines divide paragraphs and line ends are breaks, but not in what is preformatted."""
    found: list[str] = []
    at = 0
    while at < len(content):
        start = content.find("<pre", at)
        end = content.find("</pre>", start) if start >= 0 else -1
        stop = start if end >= 0 else len(content)
        chunks = _BLANK.split(content[at:stop])
        found += [f"<p>{_LINE_END.sub('<br>', c)}</p>" for c in chunks if c.strip()]
        if end < 0:
            break
        at = end + len("</pre>")
        found.append(content[start:at])
    return "\n".join(found)


def _footnotes(written: str) -> str:
    try:
        notes = json.loads(written) if written else []
    except (ValueError, RecursionError):
        return ""
    items = [
        f'<li id="{escape(str(note.get("id")))}">{note.get("content")}</li>'
        for note in (notes if isinstance(notes, list) else [])
        if isinstance(note, dict) and isinstance(note.get("content"), str)
    ]
    return f"<ol>{''.join(items)}</ol>" if items else ""
