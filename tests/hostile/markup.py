"""What a page is made of, as a parser finds it: elements and attributes, never what was meant."""

from __future__ import annotations

import re
from html.parser import HTMLParser

ASSET = re.compile(r"sha256:[0-9a-f]{64}|/assets/[0-9a-f]{64}/?")
LINK = re.compile(r"https://[^\s/?#\\]|mailto:[^\s]|#(?:ref|note|words)-\w+$", re.IGNORECASE)

TAGS = {
    *("p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "ul", "ol", "li", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td", "sup", "mark", "h2", "h3", "h4", "h5", "h6"),
    *("ins", "del", "span"),
}
"""All that an article is ever made of; the last three only where two texts are compared."""

ATTRIBUTES = {
    **{key: {"id"} for key in ("h2", "h3", "h4", "h5", "h6")},
    "a": {"href", "role", "rel", "aria-label"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "th": {"scope", "class"},
    **{key: {"class"} for key in ("td", "sup", "mark")},
    "span": {"class", "id"},
}


class Elements(HTMLParser):
    """``opened``: every element with its attributes. ``odd``: comments and declarations."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.opened: list[tuple[str, dict[str, str]]] = []
        self.odd: list[str] = []
        self.text: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.opened.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.odd.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.odd.append(f"<!{decl}>")

    unknown_decl = handle_decl
    handle_pi = handle_decl


def faults(html: str) -> list[str]:
    """What no article may hold, by a list of its own: the cleaner's list is not asked."""
    parsed = Elements(html)
    found = list(parsed.odd)
    for tag, attributes in parsed.opened:
        if tag not in TAGS:
            found.append(f"<{tag}>")
        for name, value in attributes.items():
            known = name in ATTRIBUTES.get(tag, ())
            links = name != "href" or LINK.match(value)
            shows = name != "src" or ASSET.fullmatch(value)
            if not (known and links and shows):
                found.append(f"<{tag} {name}={value!r}>")
    return found


def links(html: str) -> list[str]:
    """Where the links of a page lead."""
    return [a["href"] for tag, a in Elements(html).opened if tag == "a" and "href" in a]
