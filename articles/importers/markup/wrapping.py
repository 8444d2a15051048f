"""Words that stand bare between blocks become paragraphs, to be looked at like any other."""

from __future__ import annotations

from articles.importers.markup.tree import Element

_HOLDERS = frozenset(
    """body div section article main header footer center td form fieldset address details figure
    font span""".split()  # noqa: SIM905 -- read best as running text
)


def wrap(root: Element) -> None:
    """Change the tree, without changing what it shows."""
    for element in list(root.walk()):
        blocks = any(child.blocky for child in element.elements())
        if element is root or (blocks and element.tag in _HOLDERS):
            element.children = _wrapped(element.children)


def _wrapped(children: list[Element | str]) -> list[Element | str]:
    found: list[Element | str] = []
    bare: list[Element | str] = []
    for child in [*children, None]:
        if isinstance(child, str) or (child is not None and not child.blocky):
            bare.append(child)
            continue
        words = Element("p", {}, bare, blocky=True)
        found += [words] if words.text() else bare
        bare = []
        found += [child] if child is not None else []
    return found
