"""WordPress exports: each post and page is an article; a fault in one leaves the others alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from articles.canonical import clean_text, digest
from articles.content.slugs import slug
from articles.errors import InputRefused
from articles.importers.base import MAX_TITLE, Found, ImportedArticle, ImportFault, register
from articles.importers.markup.head import Head
from articles.importers.markup.page import details_of, page_of
from articles.importers.markup.reading import Reading
from articles.importers.markup.tree import parse
from articles.importers.markup.trimming import without_embedded
from articles.importers.wordpress.content import as_html
from articles.importers.wordpress.export import Damage, Export, Item

LARGEST_EXPORT = 200_000_000
LARGEST_CONTENT = 3_000_000
_REVIEWER = re.compile(r"_?(?:\w+_)?(?:reviewed_by|reviewer)(?:_name)?")
_REVIEWED = re.compile(
    r"_?(?:last_)?(?:(?:medical|medically|clinical)_)?(?:review|reviewed)(?:_date|_on)"
    r"|_?last_\w*reviewed"
)
_DIGITS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")


@register("wordpress", "WordPress export", (".xml", ".wxr"), max_bytes=LARGEST_EXPORT, many=True)
def read(data: bytes, name: str) -> Iterator[Found]:
    """The posts and pages of an export, in its order; ``InputRefused`` for what is none."""
    export = Export(data, name)
    source = digest(data)
    waiting: Found | None = None
    for item in export.items():
        if waiting is not None:
            yield waiting
        waiting = _found(item, name, source)
    if waiting is not None:
        yield _with_count(waiting, export)


def _found(item: Item | Damage, name: str, source: str) -> Found:
    if isinstance(item, Damage):
        sentence = f"the file is damaged at line {item.line}; what follows was not read."
        return ImportFault(item.number, "", sentence)
    try:
        return _article(item, name, source)
    except InputRefused as refusal:
        return ImportFault(item.number, item.title[:MAX_TITLE], refusal.message)


def _with_count(last: Found, export: Export) -> Found:
    """The last article says what of the file was left out."""
    if not export.left_out or isinstance(last, ImportFault):
        return last
    counted = ", ".join(f"{kind or 'no kind'} {n}" for kind, n in export.left_out.most_common())
    return replace(last, notes=(*last.notes, f"Left out of the whole file: {counted}."))


def _article(item: Item, name: str, source: str) -> ImportedArticle:
    if len(item.content) > LARGEST_CONTENT:
        raise InputRefused(name, f"has {len(item.content) / 1e6:.1f} MB of content.", "size")
    reading = Reading(name, base=item.link if item.link.startswith("https://") else "")
    html = as_html(clean_text(item.content, name), item.meta.get("footnotes", ""), reading.remarks)
    tree = without_embedded(parse(html, name), reading)
    head = _head(item, reading)
    page = page_of(tree, head, reading, titled=False)
    status = () if item.status == "publish" else (f"Its status in WordPress is {item.status}.",)
    return ImportedArticle(
        title=page.title,
        summary=clean_text(_plain(item.excerpt, name), name),
        body=page.body,
        references=page.references,
        claims=page.claims,
        notes=(*page.notes, *status),
        source_digest=source,
        item=item.number,
        slug_hint=slug(item.slug) or slug(page.title),
        source_id=_identity(item),
        live_url=item.link if item.status == "publish" else "",
        claimed_on=page.reviewed,
        pictures=page.pictures,
        details=details_of(head, page),
    )


def _identity(item: Item) -> str:
    """Site and number. The first ``#`` parts them, so there is none in the site."""
    site = item.site.replace("%", "%25").replace("#", "%23")
    return f"wordpress:{site}#{item.post}" if site and item.post else ""


def _plain(written: str, name: str) -> str:
    return parse(written, name).text()


def _head(item: Item, reading: Reading) -> Head:
    head = Head(title=_plain(item.title, reading.name), authors=[item.author] * bool(item.author))
    for key, value in item.meta.items():
        words = _plain(value, reading.name) if len(value) < 1000 else ""
        if _REVIEWED.fullmatch(key.lower()):
            head.reviewed = head.reviewed or _DIGITS.sub(r"\1-\2-\3", words)
        elif _REVIEWER.fullmatch(key.lower()) and words:
            if re.search(r"[^\W\d_]{2}", words) and not words.startswith(("field_", "a:")):
                head.reviewers.append((key, words))
            else:
                reading.remarks.add("Reviewers that are named by a number stay unknown", key)
    return head
