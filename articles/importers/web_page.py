"""Web pages: the article in them, without what stands around it. Nothing is fetched."""

from __future__ import annotations

from pathlib import PurePath

from articles.canonical import digest
from articles.content.slugs import slug
from articles.errors import InputRefused
from articles.importers.base import ImportedArticle, register
from articles.importers.decoding import declared_in, decode
from articles.importers.markup.head import head_of
from articles.importers.markup.page import details_of, page_of
from articles.importers.markup.reading import Reading
from articles.importers.markup.tree import parse
from articles.importers.markup.trimming import article_of


@register("html", "Web page", (".html", ".htm", ".xhtml"))
def read(data: bytes, name: str) -> list[ImportedArticle]:
    """One article from a web page; ``InputRefused`` names the file."""
    text, notes = decode(data, name, declared_in(data))
    tree = parse(text, name)
    head = head_of(tree)
    reading = Reading(name, base=head.base)
    page = page_of(article_of(tree, reading), head, reading)
    if not page.title:
        raise InputRefused(name, "has no title: neither a first heading nor a title in its head.")
    return [
        ImportedArticle(
            title=page.title,
            summary=head.summary,
            body=page.body,
            references=page.references,
            claims=page.claims,
            notes=(*notes, *page.notes),
            source_digest=digest(data),
            slug_hint=slug(PurePath(name).stem) or slug(page.title),
            live_url=head.address,
            claimed_on=page.reviewed,
            pictures=page.pictures,
            details=details_of(head, page),
        )
    ]
