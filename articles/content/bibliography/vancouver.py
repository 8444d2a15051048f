"""The Vancouver style, by the rules of NLM’s “Citing Medicine”."""

from __future__ import annotations

from . import parts
from .others import follow
from .parts import Reference, joined, text

SHOWN_AUTHORS = 6
"""More authors than this print as the first six and “et al”."""

ONLINE = frozenset({"webpage", "post", "post-weblog"})


def line(reference: Reference) -> str:
    """Empty for an item with nothing to print."""
    printed = _FORMS.get(reference["type"], _article)(reference)
    return " ".join(part for part in (printed, *_identifiers(reference)) if part)


def _people(reference: Reference, field: str = "author") -> str:
    return parts.people(reference, field, SHOWN_AUTHORS, SHOWN_AUTHORS)


def _editors(reference: Reference) -> str:
    editors = reference.get("editor", ())
    role = "editor" if len(editors) == 1 and not follow(reference, "editor") else "editors"
    return f"{_people(reference, 'editor')}, {role}" if editors else ""


def _makers(reference: Reference) -> str:
    return _people(reference) or _editors(reference)


def _imprint(reference: Reference, when: str = "") -> str:
    """``Place: Publisher; 2024``."""
    publisher = text(reference, "publisher")
    if publisher and (place := text(reference, "publisher-place")):
        publisher = f"{place}: {publisher}"
    return "; ".join(part for part in (publisher, when or parts.year(reference)) if part)


def _article(reference: Reference) -> str:
    """A journal article, and whatever has no form of its own."""
    journal = text(reference, "container-title-short", "journalAbbreviation", "container-title")
    paged = any(text(reference, field) for field in ("volume", "issue"))
    periodical = reference["type"].startswith("article-") and not paged
    when = parts.short_day(parts.day_of(reference)) if periodical else parts.year(reference)
    issue = parts.in_issue(reference, _imprint(reference, when), short=True)
    return joined(_makers(reference), text(reference, "title"), journal, issue)


def _book(reference: Reference) -> str:
    title, number = text(reference, "title"), text(reference, "volume")
    volume = f"Vol. {number}" if number and title else ""
    imprint = _imprint(reference)
    edition = parts.edition(reference)
    pages = parts.pages(reference, short=True)
    return joined(_makers(reference), title, edition, volume, imprint, pages and f"p. {pages}")


def _chapter(reference: Reference) -> str:
    book = ". ".join(filter(None, (_editors(reference), text(reference, "container-title"))))
    pages = parts.pages(reference, short=True)
    return joined(
        _people(reference),
        text(reference, "title"),
        f"In: {book}" if book else "",
        parts.edition(reference),
        _imprint(reference),
        f"p. {pages}" if pages else "",
    )


def _page_online(reference: Reference) -> str:
    title = text(reference, "title", "container-title")
    seen = parts.short_day(parts.day_of(reference, "accessed"))
    imprint = _imprint(reference, parts.short_day(parts.day_of(reference)))
    if not text(reference, "publisher") and text(reference, "title"):
        imprint = "; ".join(filter(None, (text(reference, "container-title"), imprint)))
    cited = f"{imprint} [cited {seen}]".strip() if seen else imprint
    return joined(_makers(reference), f"{title} [Internet]" if title else "", cited)


def _report(reference: Reference) -> str:
    number = text(reference, "number")
    return joined(
        _makers(reference),
        text(reference, "title"),
        text(reference, "collection-title"),
        _imprint(reference),
        f"Report No.: {number}" if number else "",
    )


def _thesis(reference: Reference) -> str:
    title, kind = text(reference, "title"), text(reference, "genre") or "dissertation"
    titled = f"{title} [{kind}]" if title else ""
    return joined(_people(reference), titled, _imprint(reference))


_FORMS = {
    "book": _book,
    "chapter": _chapter,
    "entry-encyclopedia": _chapter,
    "entry-dictionary": _chapter,
    "paper-conference": _chapter,
    "report": _report,
    "thesis": _thesis,
    **dict.fromkeys(ONLINE, _page_online),
}


def _identifiers(reference: Reference) -> list[str]:
    """An address is printed where there is no DOI, which leads to the same place for longer."""
    labels = {"DOI": "doi:", "PMID": "PMID: ", "PMCID": ""}
    found = [f"{label}{reference[f]}" for f, label in labels.items() if reference.get(f)]
    if (url := text(reference, "URL")) and not reference.get("DOI"):
        found.append(f"Available from: {url}" if reference["type"] in ONLINE else url)
    return found
