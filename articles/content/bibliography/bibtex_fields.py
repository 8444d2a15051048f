"""Which BibTeX and BibLaTeX fields and types become which of CSL-JSON."""

# ruff: noqa: SIM905 -- six words are read best as running text

from __future__ import annotations

from collections.abc import Mapping

from . import dates, mending_ids
from .raw import Raw

TYPES = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet", "collection": "book",
    "conference": "paper-conference", "dataset": "dataset", "electronic": "webpage",
    "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia", "manual": "book", "mastersthesis": "thesis",
    "misc": "document", "mvbook": "book", "online": "webpage", "patent": "patent",
    "periodical": "periodical", "phdthesis": "thesis", "proceedings": "book",
    "reference": "book", "report": "report", "software": "software", "standard": "standard",
    "techreport": "report", "thesis": "thesis", "unpublished": "manuscript", "www": "webpage",
}  # fmt: skip

THESES = {"mastersthesis": "master’s thesis", "phdthesis": "PhD thesis"}

PEOPLE = {
    "author": "author", "editor": "editor", "translator": "translator",
    "bookauthor": "container-author",
}  # fmt: skip

VERBATIM = {"doi": "DOI", "url": "URL", "pmid": "PMID", "pmcid": "PMCID"}

_FIELDS = {
    "abstract": "abstract", "address": "publisher-place", "annotation": "annote",
    "annote": "annote",
    "booktitle": "container-title", "chapter": "chapter-number", "date": "issued",
    "edition": "edition", "eventdate": "event-date", "eventtitle": "event",
    "howpublished": "medium", "institution": "publisher", "isbn": "ISBN", "issn": "ISSN",
    "issue": "issue", "journal": "container-title", "journaltitle": "container-title",
    "keywords": "keyword", "langid": "language", "language": "language",
    "location": "publisher-place", "note": "note", "organization": "publisher",
    "origdate": "original-date", "origtitle": "original-title", "pages": "page",
    "pagetotal": "number-of-pages", "publisher": "publisher", "pubstate": "status",
    "school": "publisher", "series": "collection-title", "shortjournal": "container-title-short",
    "shorttitle": "title-short", "type": "genre", "urldate": "accessed", "venue": "event-place",
    "version": "version", "volume": "volume", "volumes": "number-of-volumes",
}  # fmt: skip

JOINED = frozenset(
    {"title", "subtitle", "titleaddon", "year", "month", "day", "eid", "eprint", "eprinttype"}
    | {"archiveprefix"}
)
"""Fields that make one field together."""

_EDITIONS = dict(zip("first second third fourth fifth sixth".split(), range(1, 7), strict=True))


def target(name: str, kind: str) -> str:
    """The field of CSL-JSON; empty where it has none."""
    if name == "number":
        places = {"article-journal": "issue", "book": "collection-number"}
        return places.get(kind, "number")
    return _FIELDS.get(name, "")


def join(raw: Raw, given: Mapping[str, str]) -> None:
    """Title and subtitle; year, month and day; article number; archive."""
    titles = [text for name in ("title", "subtitle") if (text := given.get(name))]
    if titles:
        raw.put("title", ": ".join(titles))
    if "titleaddon" in given:
        raw.put("title-short", given["titleaddon"])
    if "year" in given and "issued" not in raw.item:
        raw.item["issued"] = _issued(given)
    if "eid" in given:
        raw.item.setdefault("page", given["eid"])
    if "page" in raw.item:
        raw.item["page"] = raw.item["page"].replace("–", "-").replace("—", "-")
    if isinstance(edition := raw.item.get("edition"), str):
        raw.item["edition"] = _EDITIONS.get(edition.lower(), edition)
    _archive(raw, given)


def _issued(given: Mapping[str, str]) -> str:
    words = given.get("month", "").replace("#", " ").replace('"', " ").split()
    month = next((found for word in words if (found := dates.month_of(word))), 0)
    day = given.get("day", "")
    if not month:
        return given["year"]
    return "-".join(filter(None, (given["year"], f"{month:02}", day if day.isdigit() else "")))


def _archive(raw: Raw, given: Mapping[str, str]) -> None:
    kind = given.get("eprinttype") or given.get("archiveprefix", "")
    if not (number := given.get("eprint")):
        return
    if kind.lower() in {"pubmed", "pmid"} and mending_ids.pmid(number):
        raw.put("PMID", number)
    else:
        raw.put("archive_location", number)
        if kind:
            raw.put("archive", kind)
