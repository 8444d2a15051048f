"""Entries of lists of references, and footnotes, as CSL items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from articles.content.bibliography.keys import Keys
from articles.content.reference_lines import from_line
from articles.importers.markup.tree import Element

_NUMBER = re.compile(r"\A\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)])\s+")
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/[^\s<>\"?#]+)", re.IGNORECASE)
_PMID = re.compile(
    r"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/([1-9]\d{0,7})\b"
)
_SHORT_LINK = re.compile(
    r"(?:pubmed|crossref|google scholar|pmc(?: free article)?|doi|full text|abstract|link)[\s\]]*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PRINTED = re.compile(r"et al|\d+\s*\(\d+\)\s*:\s*\d+|;\s*\d+\s*:\s*\d+|https://|\bISBN\b")


@dataclass(slots=True)
class Sources:
    """``references``: CSL items. ``notes``: the contents of each footnote that cites nothing."""

    references: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    _works: dict[str, str] = field(default_factory=dict)
    _keys: Keys = field(default_factory=Keys)

    def add(self, item: dict[str, Any]) -> str:
        """The id of an item once it is among the references: of one that is there already, else
        its own, or one like it that is free.
        """
        same = repr(sorted((name, value) for name, value in item.items() if name != "id"))
        if same not in self._works:
            self._works[same] = self._keys.new(str(item["id"]))
            self.references.append({**item, "id": self._works[same]})
        return self._works[same]


def number_of(words: str) -> int:
    """The number that an entry prints before its words, else 0."""
    match = _NUMBER.match(words)
    return int(re.sub(r"\D", "", match[0])) if match else 0


def reads_as_citation(note: Element) -> bool:
    """Whether a footnote names a publication: an identifier, or a year and what journals print."""
    item = reference(note)
    if item["type"] == "article-journal" or item.keys() & {"DOI", "PMID"}:
        return True
    words = note.text()
    linked = any(e.get("href").startswith("https://") for e in note.walk())
    return bool(_YEAR.search(words)) and (linked or bool(_PRINTED.search(words)))


def reference(item: Element) -> dict[str, Any]:
    """A CSL item of the words and links of one entry. Every word is kept but those of links that
    only name an index.
    """
    links = [e for e in item.walk() if e.tag == "a" and e.get("href")]
    words = item.text()
    for link in links:
        if _SHORT_LINK.fullmatch(link.text()):
            words = re.sub(rf"\[?\s*{re.escape(link.text())}\s*\]?", " ", words, count=1)
    found = from_line(_NUMBER.sub("", " ".join(words.split()), count=1))
    for link in links:
        address = link.get("href").strip()
        if doi := _DOI.match(address):
            found.setdefault("DOI", doi[1].rstrip(".,;)"))
        elif pmid := _PMID.match(address):
            found.setdefault("PMID", pmid[1])
        elif re.fullmatch(r"https://[^\s/?#<>\"]+[^\s<>\"]*", address) and "DOI" not in found:
            found.setdefault("URL", address)
    return found
