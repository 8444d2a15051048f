"""A page as a tree of elements, from any text. Ends that HTML lets writers leave out are set."""

# ruff: noqa: SIM905 -- names of elements are read best as running text

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.importers.markup.tokens import Tag, tokens

DEEPEST = 80
"""Elements in elements; what lies deeper counts as lying there."""

VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr basefont frame".split()
)
BLOCK = frozenset(
    """address article aside blockquote body caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav
    ol optgroup option p pre search section summary table tbody td tfoot th thead tr ul""".split()
)
_ITEMS = {
    "li": ({"li"}, {"ul", "ol", "menu"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "option": ({"option"}, {"select"}),
    "tr": ({"tr"}, {"table"}),
    "td": ({"td", "th"}, {"table", "tr"}),
    "th": ({"td", "th"}, {"table", "tr"}),
    "tbody": ({"tbody", "thead", "tfoot", "caption", "colgroup"}, {"table"}),
    "thead": ({"tbody", "thead", "tfoot", "caption", "colgroup"}, {"table"}),
    "tfoot": ({"tbody", "thead", "tfoot", "caption", "colgroup"}, {"table"}),
}
"""What a start tag ends, and how far up it may look for that."""

_LOOK_BACK = 60


@dataclass(slots=True, eq=False)
class Element:
    """One element. ``blocky``: whether it is, or holds, a block of its own."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    blocky: bool = False

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def walk(self) -> Iterator[Element]:
        """Itself and every element in it, in document order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(c for c in reversed(element.children) if isinstance(c, Element))

    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    def first(self, *tags: str) -> Element | None:
        return next((e for e in self.walk() if e.tag in tags), None)

    def text(self) -> str:
        """Its words with single spaces; a block stands apart from what is beside it."""
        parts: list[str] = []
        _collect(self, parts)
        return " ".join("".join(parts).split())


def _collect(element: Element, parts: list[str]) -> None:
    """Depth is bounded by ``DEEPEST``, so recursion is."""
    apart = element.tag in BLOCK or element.tag == "br"
    if apart:
        parts.append(" ")
    if element.tag == "img":
        parts.append(element.get("alt"))
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag not in ("script", "style"):
            _collect(child, parts)
    if apart:
        parts.append(" ")


def parse(source: str, name: str) -> Element:
    """The tree of any text, under one element without a name; ``InputRefused`` as ``tokens``."""
    builder = _Builder()
    for token in tokens(source, name):
        if isinstance(token, str):
            builder.stack[-1].children.append(token)
        elif token.ends:
            builder.end(token.name)
        else:
            builder.start(token)
    settle(builder.root)
    return builder.root


def settle(root: Element) -> None:
    """Mark what holds blocks; for a tree that was changed, again."""
    for element in reversed(list(root.walk())):
        inside = any(child.blocky for child in element.elements())
        element.blocky = element.tag in BLOCK or inside


class _Builder:
    """``stack``: the elements that text goes to; ``names``: the tags that opened them. Below
    ``DEEPEST`` several names share one element.
    """

    def __init__(self) -> None:
        self.root = Element("")
        self.stack = [self.root]
        self.names = [""]
        self.open: Counter[str] = Counter()

    def start(self, tag: Tag) -> None:
        if tag.name in BLOCK:
            self._close_up_to({"p"}, stops=BLOCK - {"p"})
        if tag.name in _ITEMS:
            ended, scope = _ITEMS[tag.name]
            self._close_up_to(ended, stops=scope)
        if tag.name in VOID:
            self.stack[-1].children.append(Element(tag.name, tag.attributes))
            return
        if len(self.stack) <= DEEPEST:
            element = Element(tag.name, tag.attributes)
            self.stack[-1].children.append(element)
        else:
            element = self.stack[-1]
            element.children.append(" " if tag.name in BLOCK else "")
        self.stack.append(element)
        self.names.append(tag.name)
        self.open[tag.name] += 1

    def end(self, name: str) -> None:
        if name == "br":
            self.stack[-1].children.append(Element("br"))
        if not self.open[name]:
            return
        while self._pop() != name:
            pass

    def _pop(self) -> str:
        self.stack.pop()
        name = self.names.pop()
        self.open[name] -= 1
        return name

    def _close_up_to(self, ended: set[str], stops: frozenset[str] | set[str]) -> None:
        """End the nearest of these, unless one of ``stops`` stands before it."""
        for back, name in enumerate(reversed(self.names[-_LOOK_BACK:]), start=1):
            if name in ended:
                for _ in range(back):
                    self._pop()
                return
            if name in stops or not name:
                return
