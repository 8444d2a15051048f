"""References and footnotes of a page: found by their heading and by the marks that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.importers.markup.below import HEADINGS, PROSE_BELOW, Below, below, is_title
from articles.importers.markup.entries import Sources, reads_as_citation, reference
from articles.importers.markup.reading import Reading
from articles.importers.markup.tree import BLOCK, Element

_NOTES_TITLE = re.compile(r"(?:foot|end)?notes?\s*:?", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[*†‡§¶]{1,3}|[a-z]|[ivxlc]{1,6})\s*[\])]?\.?")
_OWN_MARK = re.compile(r"\A\s*(?:\[\d{1,3}\]|\d{1,3}[.)]|[*†‡§]{1,3})\s+")
_BACK = re.compile(
    r"[\s↩↑⇑^\ufe0e\ufe0f⏎←↵]*|(?:jump|back)(?: up| to (?:content|text|top))?", re.IGNORECASE
)
LONGEST_NOTE = 300
"""Words; what a mark leads to and is longer is a section."""


def take_sources(root: Element, reading: Reading) -> Sources:
    """Take references and footnotes out of the tree, and tell ``reading`` where marks lead."""
    return _Taking(root, reading).sources


class _Taking:
    def __init__(self, root: Element, reading: Reading) -> None:
        self.root, self.reading = root, reading
        self.sources = Sources()
        self.taken: set[int] = set()
        self.parents = {id(child): e for e in root.walk() for child in e.elements()}
        self.order = {id(element): n for n, element in enumerate(root.walk())}
        self.places = self._places()
        self.gone: dict[int, Element] = {}
        self.judged: dict[int, bool] = {}
        self._take_lists()
        self._sweep()
        self._take_footnotes()
        self._sweep()

    def _places(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for element in self.root.walk():
            for anchor in (element.get("id"), element.get("name") if element.tag == "a" else ""):
                if anchor:
                    found.setdefault(anchor, element)
        return found

    def _take_lists(self) -> None:
        """What stands below each heading that says so, with its heading."""
        elements = list(self.root.walk())
        for place, element in enumerate(elements):
            if id(element) in self.taken or not is_title(element):
                continue
            following = (elements[n] for n in range(place + 1, len(elements)))
            found = below(element, following, len(self.reading.numbered))
            if found.entries:
                self._take_entries(found, element)
            elif found.others and element.tag in HEADINGS:
                self.reading.remarks.add(PROSE_BELOW, element.text())

    def _take_entries(self, found: Below, heading: Element) -> None:
        keys = [self._refer(entry) for entry in found.entries]
        if found.numbers:
            self.reading.numbered += keys
        for element in (*found.taken, heading):
            self.taken |= {id(inside) for inside in element.walk()}
            self._remove(element)

    def _refer(self, item: Element) -> str:
        """The id of one reference, to which every anchor in it leads."""
        self._without_back_links(item)
        key = self.sources.add(reference(item))
        for anchor in _anchors(item):
            self.reading.cites[anchor] = key
        return key

    def _take_footnotes(self) -> None:
        seen: set[int] = set()
        for anchor, place in list(self._marked()):
            note = self._note_at(place)
            if note is None or anchor in self.reading.cites:
                continue
            if id(note) not in seen:
                seen.add(id(note))
                self._take_note(note)
        for around in self._sweep().values():
            if around.tag in ("ol", "ul") and not around.text():
                self._remove_with_title(around)

    def _marked(self) -> Iterator[tuple[str, Element]]:
        """Where marks lead that stand before what they lead to."""
        for element in self.root.walk():
            if element.tag != "a" or not _MARK.fullmatch(element.text()):
                continue
            anchor = self.reading.anchor(element.get("href"))
            place = self.places.get(anchor)
            if place is not None and self.order[id(place)] > self.order[id(element)]:
                yield anchor, place

    def _note_at(self, place: Element) -> Element | None:
        """The block that an anchor stands in: an item, or the parts of a page around it."""
        note: Element | None = place
        while note is not None and note.tag not in BLOCK:
            note = self.parents.get(id(note))
        around = self.parents.get(id(note)) if note is not None else None
        if around is not None and note is not None and note.tag == "p":
            note = around if around.tag == "li" or re.match("ftn|edn", around.get("id")) else note
        if note is None or note.tag in HEADINGS or note is self.root:
            return None
        if id(note) not in self.judged:
            self.judged[id(note)] = not (
                note.first(*HEADINGS) or len(note.text().split()) > LONGEST_NOTE
            )
        return note if self.judged[id(note)] else None

    def _take_note(self, note: Element) -> None:
        self._without_back_links(note)
        if reads_as_citation(note):
            self._refer(note)
        else:
            _without_number(note)
            self.sources.notes.append(note)
            for anchor in _anchors(note):
                self.reading.footnotes[anchor] = len(self.sources.notes)
        self._remove(note)

    def _remove_with_title(self, listed: Element) -> None:
        """An empty list of notes with the heading or rule above it."""
        around = self.parents.get(id(listed))
        siblings = around.elements() if around else []
        place = next((n for n, e in enumerate(siblings) if e is listed), 0)
        above = siblings[place - 1] if place else None
        if above is not None and (above.tag == "hr" or _NOTES_TITLE.fullmatch(above.text())):
            self._remove(above)
        self._remove(listed)

    def _without_back_links(self, item: Element) -> None:
        here = self.order.get(id(item), len(self.order))
        for element in list(item.walk()):
            for place, child in enumerate(element.children):
                if (
                    isinstance(child, Element)
                    and child.tag == "a"
                    and self._leads_back(child, here)
                ):
                    element.children[place] = _emptied(child)

    def _leads_back(self, link: Element, here: int) -> bool:
        words, place = link.text(), self.places.get(self.reading.anchor(link.get("href")))
        if place is not None and self.order[id(place)] < here and _MARK.fullmatch(words):
            return True
        return link.get("href").startswith("#") and bool(_BACK.fullmatch(words))

    def _remove(self, element: Element) -> None:
        self.gone[id(element)] = element

    def _sweep(self) -> dict[int, Element]:
        """Take out what is gone, of each element all at once; the elements that it stood in."""
        around = {id(p): p for e in self.gone.values() if (p := self.parents.get(id(e)))}
        for parent in around.values():
            parent.children = [child for child in parent.children if id(child) not in self.gone]
        self.gone.clear()
        return around


def _emptied(link: Element) -> Element | str:
    """Nothing; an anchor that marks lead to stays, without words."""
    anchor = link.get("id") or link.get("name")
    return Element("a", {"id": anchor}) if anchor else ""


def _without_number(note: Element) -> None:
    """A footnote that prints its own mark; the list that it goes to has numbers."""
    for element in note.walk():
        for place, child in enumerate(element.children):
            if isinstance(child, str) and child.strip():
                element.children[place] = _OWN_MARK.sub("", child, count=1)
                return


def _anchors(item: Element) -> set[str]:
    return {anchor for e in item.walk() for anchor in (e.get("id"), e.get("name")) if anchor}
