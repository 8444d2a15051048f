"""What word processors mean by the HTML that they copy: titles, lists, raised signs, left-overs.

Word writes an item of a list as a paragraph whose style names the list and the level, with its
sign as text; Google Docs writes raised and struck words as styles.
"""

from __future__ import annotations

import re

from articles.importers.markup.below import HEADINGS
from articles.importers.markup.reading import Reading
from articles.importers.markup.tree import Element, settle
from articles.importers.markup.word_lists import with_lists

_GONE = re.compile(r"mso-hide:\s*all|mso-element:\s*comment|display:\s*none", re.IGNORECASE)
_SPACING = re.compile(r"mso-(?:spacerun|tab-count)", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align:\s*(super|sub)\b", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[a-z-]*:[^;]*line-through", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight:[^;]*", re.IGNORECASE)
_CONTENTS = re.compile(r"#(?:_toc|heading=h\.)", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"msotoc(?:\d|heading)", re.IGNORECASE)
_TITLE = "msotitle"
_PICTURES = frozenset({"img", "v:imagedata"})
_LINES = frozenset({"p", "div", "li"})


def tidy(root: Element, reading: Reading) -> None:
    """Change the tree so that its elements say what it shows; what is left out is remarked."""
    for parent in root.walk():  # looks at children after they are settled here
        parent.children = [child for child in parent.children if _stays(child, reading)]
        for child in parent.elements():
            _settle(child)
    with_lists(root)
    settle(root)


def _stays(child: Element | str, reading: Reading) -> bool:
    if isinstance(child, str):
        return True
    if child.tag in _PICTURES:
        reading.remarks.add("Pictures were left out", child.get("alt"))
        return False
    if child.tag in _LINES and _is_contents(child):
        reading.remarks.add("Lines of a table of contents were left out")
        return False
    blank = child.tag == "p" and not child.first(*_PICTURES) and not child.text()
    return not (blank or _is_hidden(child))


def _is_hidden(element: Element) -> bool:
    classes = element.get("class").lower().split()
    return (
        "hidden" in element.attributes
        or "msocommentreference" in classes
        or element.tag == "xml"
        or bool(_GONE.search(element.get("style")))
    )


def _is_contents(line: Element) -> bool:
    """Whether a line is one of a table of contents: by its class, or for it is such a link."""
    if any(_CONTENTS_LINE.fullmatch(name) for name in line.get("class").split()):
        return True
    link = line.first("a")
    return bool(link and _CONTENTS.search(link.get("href")) and link.text() == line.text())


def _settle(element: Element) -> None:
    style = element.get("style")
    if _TITLE in element.get("class").lower().split():
        element.tag = "h1"
    if element.tag in HEADINGS:
        _print_plainly(element)
    elif found := _RAISED.search(style):
        element.tag = "sup" if found[1].lower() == "super" else "sub"
    elif element.tag == "span" and _STRUCK.search(style):
        element.tag = "s"
    elif element.tag == "q":
        element.children = ["“", *element.children, "”"]
    elif _SPACING.search(style) or element.get("class") == "Apple-converted-space":
        element.children = [" "]


def _print_plainly(heading: Element) -> None:
    """A heading is bold by itself."""
    for element in heading.walk():
        if element.tag in ("b", "strong"):
            element.tag = "span"
        if style := element.get("style"):
            element.attributes["style"] = _WEIGHT.sub("", style)
