"""Word documents, read by mammoth as HTML and from there like any page."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

import mammoth

from articles.canonical import MAX_BODY_BYTES, digest
from articles.content.slugs import slug
from articles.errors import InputRefused
from articles.importers.base import MAX_TITLE, ImportedArticle, register
from articles.importers.markup.head import Head
from articles.importers.markup.page import page_of
from articles.importers.markup.pictures import keep
from articles.importers.markup.reading import Reading
from articles.importers.markup.tree import Element, parse
from articles.importers.word.archive import Archive
from articles.importers.word.parts import survey

MOST_SHOWN = 100_000_000
"""Bytes of pictures, each counted as often as the document shows it."""

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
r[style-name='Emphasis'] => em
r[style-name='Quote Char'] => em
"""


@register("docx", "Word document", (".docx",))
def read(data: bytes, name: str) -> list[ImportedArticle]:
    """One article from a Word document; ``InputRefused`` names the file."""
    reading = Reading(name)
    archive = Archive(data, name)
    if "word/document.xml" not in archive.names():
        raise InputRefused(name, "is an archive, but no Word document.", "archive")
    head = Head(title=survey(archive, reading.remarks))
    tree = parse(_as_html(data, reading), name)
    if not any(e.tag == "h1" for e in tree.walk()):
        _name_first_line(tree)
    page = page_of(tree, head, reading)
    return [
        ImportedArticle(
            title=page.title,
            body=page.body,
            references=page.references,
            claims=page.claims,
            notes=page.notes,
            source_digest=digest(data),
            slug_hint=slug(PurePath(name).stem) or slug(page.title),
            claimed_on=page.reviewed,
            pictures=page.pictures,
            details={"authors": page.authors} if page.authors else {},
        )
    ]


def _as_html(data: bytes, reading: Reading) -> str:
    """``InputRefused`` for whatever mammoth cannot read."""
    unpacked = 0

    def picture(image: Any) -> dict[str, str]:
        nonlocal unpacked
        with image.open() as opened:
            suffix = str(image.content_type or "").rpartition("/")[2] or "image"
            shown = opened.read()
        unpacked += len(shown)
        if unpacked > MOST_SHOWN:
            most = MOST_SHOWN // 1_000_000
            raise InputRefused(reading.name, f"shows more than {most} MB of pictures.", "size")
        return {"src": keep(shown, f"picture.{suffix}", reading)}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(picture),
        )
    except InputRefused:
        raise
    except Exception as wrong:  # noqa: BLE001 - a library's faults have no common name
        raise InputRefused(
            reading.name, f"cannot be read as a Word document ({type(wrong).__name__}).", "docx"
        ) from None
    if len(result.value) > 20 * MAX_BODY_BYTES:
        raise InputRefused(reading.name, "is far longer than an article.", "size")
    return str(result.value)


def _name_first_line(tree: Element) -> None:
    """Without headings of the first level, a short first line is the title."""
    first = next((e for e in tree.walk() if e.tag == "p" and e.text()), None)
    if first is not None and len(first.text()) <= MAX_TITLE:
        first.tag = "h1"
