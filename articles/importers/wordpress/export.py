"""The items of a WordPress export in order, read as they come; never the whole file at once."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from articles.errors import InputRefused

DEEPEST = 20
_WP = "{http://wordpress.org/export/"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_TYPES = frozenset({"post", "page"})
_STATUSES = frozenset({"publish", "draft", "private", "pending", "future"})


@dataclass(frozen=True, slots=True)
class Item:
    """One post or page. ``number``: its place among all items, from 0. ``author``: as displayed.
    ``meta``: fields that plug-ins added.
    """

    number: int
    post: str
    title: str
    content: str
    excerpt: str
    link: str
    slug: str
    status: str
    author: str
    site: str
    meta: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Damage:
    """Where the file stops being XML. ``number``: of the item that would have come next."""

    number: int
    line: int


class Export:
    """``left_out``: how many items of each other kind or status were met, so far."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name
        self.left_out: Counter[str] = Counter()
        self.site = ""
        self.people: dict[str, str] = {}
        self.is_export = False
        self.number = 0

    def items(self) -> Iterator[Item | Damage]:
        """Raises ``InputRefused`` before the first item for what is no export."""
        try:
            for element in self._finished():
                self._refuse_others()
                if (item := self._item(element)) is not None:
                    yield item
                self.number += 1
        except DefusedXmlException:
            raise InputRefused(
                self.name, "has a document type or entities; no WordPress export has.", "xml"
            ) from None
        except (ParseError, ValueError, LookupError) as wrong:
            line = getattr(wrong, "position", (0, 0))[0]
            if not self.number:
                raise InputRefused(self.name, f"is no XML, from line {line} on.", "xml") from None
            yield Damage(self.number, line)
        self._refuse_others()

    def _finished(self) -> Iterator[Element]:
        """Each item once it is complete; what was read of the file is forgotten."""
        open_elements: list[Element] = []
        for event, element in iterparse(io.BytesIO(self.data), ("start", "end"), forbid_dtd=True):
            if event == "start":
                open_elements.append(element)
                if len(open_elements) > DEEPEST:
                    raise ValueError(element.tag)
                continue
            open_elements.pop()
            if len(open_elements) == 2:
                if element.tag == "item":
                    yield element
                else:
                    self._take(element)
                open_elements[-1].clear()

    def _take(self, element: Element) -> None:
        """What the channel says before its items."""
        name = _wp(element)
        if name == "wxr_version":
            self.is_export = True
        elif name == "base_site_url" or (element.tag == "link" and not self.site):
            self.site = _text(element) or self.site
        elif name == "author":
            parts = {_wp(child): _text(child) for child in element}
            self.people[parts.get("author_login", "")] = parts.get("author_display_name", "")

    def _refuse_others(self) -> None:
        if not self.is_export:
            raise InputRefused(self.name, "is XML, but no WordPress export.", "xml")

    def _item(self, element: Element) -> Item | None:
        parts: dict[str, str] = {}
        meta: dict[str, str] = {}
        for child in element:
            name = _wp(child)
            if name == "postmeta":
                pair = {_wp(part): _text(part) for part in child}
                meta.setdefault(pair.get("meta_key", ""), pair.get("meta_value", ""))
            else:
                parts.setdefault(name or child.tag, _text(child))
        kind, status = parts.get("post_type", ""), parts.get("status", "")
        if kind not in _TYPES or status not in _STATUSES:
            self.left_out[kind if kind not in _TYPES else f"{kind} ({status})"] += 1
            return None
        creator = parts.get(_CREATOR, "")
        return Item(
            number=self.number,
            post=parts.get("post_id", ""),
            title=parts.get("title", ""),
            content=parts.get(_CONTENT, ""),
            excerpt=parts.get("encoded", ""),
            link=parts.get("link", ""),
            slug=parts.get("post_name", ""),
            status=status,
            author=self.people.get(creator) or creator,
            site=self.site.rstrip("/"),
            meta=meta,
        )


def _wp(element: Element) -> str:
    """The name of an element of WordPress's own, whatever the version of its format."""
    return element.tag.rpartition("}")[2] if element.tag.startswith(_WP) else ""


def _text(element: Element) -> str:
    return (element.text or "").strip()
