"""The article of a page without what stands around it: menus, banners, share bars, other stories.

By the page's own words for its parts first (main, article, roles), then by usual names of
classes, then by what is nothing but links. What goes is remarked with its first words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.importers.markup.reading import Reading
from articles.importers.markup.tables import is_layout
from articles.importers.markup.tree import Element

_NEVER_TEXT = frozenset(
    """script style template noscript iframe object embed audio video canvas svg button select
    input textarea head link meta title datalist map noembed noframes frameset applet
    option""".split()  # noqa: SIM905 -- read best as running text
)
_AROUND = frozenset({"nav", "footer", "dialog", "search", "menu"})
_AROUND_ROLES = frozenset(
    {"navigation", "search", "banner", "contentinfo", "dialog", "alertdialog", "menu", "toolbar"}
)
_WORDS = (
    r"cookies?|consent|gdpr|share|sharing|social|newsletter|subscribe|signup|breadcrumbs?|adverts?"
    r"|advertisement|ads?|promo|promotion|related|recommended|recirculation|comments?|sidebar|menu"
    r"|nav|navbar|navigation|pagination|popup|modal|skip|footer|masthead|toolbar|print|login"
)
_PARTS = (
    r"bar|box|banner|notice|buttons?|links?|icons?|tools?|widget|list|wrap|wrapper|container|block"
    r"|section|area|form|posts?|articles?|stories|content|slot|unit|media|this|site|page|global"
    r"|main|top|bottom|left|right|primary|secondary|overlay|message|policy|nav|menu|to|up"
)
_NAMED_AROUND = re.compile(rf"(?:(?:{_PARTS})[-_]+)*(?:{_WORDS})(?:[-_]+(?:{_PARTS}|{_WORDS}))*")
_NAMED_ARTICLE = re.compile(
    r"(?:article|post|entry|story|page|main)[-_]?(?:body|content|text)|articlebody|content[-_]?main"
)
_MOST = 0.4
"""Share of the words; a part that holds more is no part around."""
_LINKS = 0.8
"""Share of words in links from which a list or cell is a menu."""


def article_of(page: Element, reading: Reading) -> Element:
    """The element that holds the article, what stands around it taken out of it."""
    root = page.first("body") or page
    _take_out(root, reading)
    chosen = _chosen(root)
    for around in _linked_alone(chosen):
        _left_out(chosen, around, reading)
    return chosen


def without_embedded(root: Element, reading: Reading) -> Element:
    """A post's own content: nothing stands around it, but not all of it is text."""
    for parent in list(root.walk()):
        for child in parent.elements():
            if child.tag in _NEVER_TEXT:
                _remark_embedded(child, reading)
                parent.children = [own for own in parent.children if own is not child]
    return root


def _take_out(root: Element, reading: Reading) -> None:
    """Every part that is none of the article by its element, role or class."""
    total = len(root.text()) or 1
    waiting = [(root, False)]
    while waiting:
        parent, inside = waiting.pop()
        inside = inside or parent.tag in ("article", "main") or parent.get("role") == "main"
        for child in parent.elements():
            if child.tag in _NEVER_TEXT:
                _remark_embedded(child, reading)
                parent.children = [own for own in parent.children if own is not child]
            elif _is_around(child, inside=inside) and len(child.text()) <= total * _MOST:
                _left_out(parent, child, reading)
            else:
                waiting.append((child, inside))


def _remark_embedded(element: Element, reading: Reading) -> None:
    if element.tag in ("iframe", "video", "audio", "object", "embed", "svg", "canvas"):
        reading.remarks.add(
            "Parts that are no text were left out",
            f"{element.tag} {element.get('src') or element.get('data')}"[:150],
        )


def _is_around(element: Element, *, inside: bool) -> bool:
    if element.tag in _AROUND or element.get("role").lower() in _AROUND_ROLES:
        return not (inside and element.tag in ("footer", "menu")) or _is_named_around(element)
    if element.get("aria-hidden") == "true" or "hidden" in element.attributes:
        return element.get("hidden") != "until-found"
    if re.search(r"display:\s*none", element.get("style"), re.IGNORECASE):
        return True
    if element.tag == "header" and not inside:
        return element.first("h1") is None
    if element.tag == "aside" and not inside:
        return True
    return element.tag != "body" and _is_named_around(element)


def _is_named_around(element: Element) -> bool:
    if element.tag in ("a", "p", "h1", "h2", "h3", "td", "li", "span", "article", "main"):
        return False
    named = [*element.get("class").lower().split(), element.get("id").lower()]
    return any(_NAMED_AROUND.fullmatch(name) for name in named if name)


def _left_out(parent: Element, child: Element, reading: Reading) -> None:
    """Taken out, wherever below the parent it stands."""
    for element in parent.walk():
        if any(child is own for own in element.children):
            element.children = [own for own in element.children if own is not child]
            break
    if words := child.text():
        reading.remarks.add("Parts around the article were left out", words[:60])


def _chosen(root: Element) -> Element:
    """Of the elements that say they are the article, the fullest; else all that is left."""
    elements = list(root.walk())
    mains = [e for e in elements if e.tag == "main" or e.get("role") == "main"]
    within = max(mains, key=_length, default=root)
    candidates = [e for e in within.walk() if e.tag == "article"]
    candidates = candidates or [e for e in within.walk() if _is_named_article(e)]
    title = within.first("h1")
    cells = [e for e in within.walk() if e.tag == "td" and title and e.first("h1") is title]
    fullest = max(candidates or cells, key=_length, default=within)
    holds_title = title is None or any(e is title for e in fullest.walk())
    if _length(fullest) < (0.5 if holds_title else 0.85) * _length(within):
        return within
    return fullest


def _length(element: Element) -> int:
    return len(element.text())


def _is_named_article(element: Element) -> bool:
    if element.get("itemprop").lower() == "articlebody":
        return True
    return element.tag in ("div", "section", "td") and any(
        _NAMED_ARTICLE.fullmatch(name) for name in element.get("class").lower().split()
    )


def _linked_alone(root: Element) -> Sequence[Element]:
    """Lists and cells in which nearly every word is a link within a site: menus without a name.

    A list of references links out; and so lists below a heading of their own stay.
    """
    found: list[Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        after_heading = False
        for child in element.elements():
            menu = child.tag in ("ul", "ol", "td") and not after_heading
            if menu and _is_menu(child):
                found.append(child)
            elif child.tag != "table" or is_layout(child):
                waiting.append(child)
            after_heading = child.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "p")
    return found


def _is_menu(element: Element) -> bool:
    links = [e for e in element.walk() if e.tag == "a" and e.get("href")]
    inside = [e for e in links if not re.match(r"(?:https?:)?//|#|mailto:", e.get("href").strip())]
    length = len(element.text())
    return (
        len(inside) >= 3
        and length > 0
        and sum(len(e.text()) for e in inside) >= _LINKS * (length - len(links))
        and all(len(e.text().split()) <= 8 for e in inside)
    )
