"""The style of the AMA Manual of Style, 11th edition."""

from __future__ import annotations

from . import parts
from .others import follow
from .parts import Reference, joined, text

MOST_AUTHORS, SHOWN_AUTHORS = 6, 3
"""Up to six authors print; of more, the first three and “et al”."""

ONLINE = frozenset({"webpage", "post", "post-weblog"})


def line(reference: Reference) -> str:
    """Empty for an item with nothing to print."""
    printed = _FORMS.get(reference["type"], _article)(reference)
    return " ".join(part for part in (printed, _identifier(reference)) if part)


def _people(reference: Reference, field: str = "author") -> str:
    return parts.people(reference, field, MOST_AUTHORS, SHOWN_AUTHORS)


def _editors(reference: Reference) -> str:
    editors = reference.get("editor", ())
    role = "ed" if len(editors) == 1 and not follow(reference, "editor") else "eds"
    return f"{_people(reference, 'editor')}, {role}" if editors else ""


def _makers(reference: Reference) -> str:
    return _people(reference) or _editors(reference)


def _imprint(reference: Reference) -> str:
    """``Publisher; 2024``. Since the 11th edition without the place."""
    found = (text(reference, "publisher"), parts.year(reference))
    return "; ".join(part for part in found if part)


def _article(reference: Reference) -> str:
    """A journal article, and whatever has no form of its own."""
    journal = text(reference, "container-title-short", "journalAbbreviation", "container-title")
    paged = any(text(reference, field) for field in ("volume", "issue", "page"))
    day = parts.long_day(parts.day_of(reference))
    if reference["type"].startswith("article-") and day and not paged:
        issue = f"Published online {day}"
    else:
        issue = parts.in_issue(reference, _imprint(reference), short=False)
    return joined(_makers(reference), text(reference, "title"), journal, issue)


def _book(reference: Reference) -> str:
    number = text(reference, "volume")
    return joined(
        _makers(reference),
        text(reference, "title"),
        f"Vol {number}" if number else "",
        parts.edition(reference),
        _with_pages(reference),
    )


def _chapter(reference: Reference) -> str:
    book = ". ".join(filter(None, (_editors(reference), text(reference, "container-title"))))
    inside = f"In: {book}" if book else ""
    title, edition = text(reference, "title"), parts.edition(reference)
    return joined(_people(reference), title, inside, edition, _with_pages(reference))


def _with_pages(reference: Reference) -> str:
    imprint, pages = _imprint(reference), parts.pages(reference, short=False)
    return ":".join(part for part in (imprint, pages) if part)


def _page_online(reference: Reference) -> str:
    issued, seen = (parts.long_day(parts.day_of(reference, f)) for f in ("issued", "accessed"))
    return joined(
        _makers(reference),
        text(reference, "title"),
        text(reference, "container-title", "publisher"),
        f"Published {issued}" if issued else "",
        f"Accessed {seen}" if seen else "",
    )


def _report(reference: Reference) -> str:
    number = text(reference, "number")
    kind = text(reference, "genre") or "Report"
    numbered = f"{kind} {number}" if number else ""
    return joined(_makers(reference), text(reference, "title"), _imprint(reference), numbered)


def _thesis(reference: Reference) -> str:
    kind = text(reference, "genre") or "Dissertation"
    return joined(_people(reference), text(reference, "title"), kind, _imprint(reference))


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


def _identifier(reference: Reference) -> str:
    """The DOI, which the manual prefers; else the address, else a number of PubMed."""
    if doi := text(reference, "DOI"):
        return f"doi:{doi}"
    if url := text(reference, "URL"):
        return url
    if pmid := text(reference, "PMID"):
        return f"PMID: {pmid}"
    return text(reference, "PMCID")
