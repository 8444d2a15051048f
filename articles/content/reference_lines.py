"""One reference as a printed line, and a pasted line as one reference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from articles.content.slugs import slug

SHOWN_AUTHORS = 6
"""More authors than this print as the first six and “et al.” (Vancouver, NLM)."""

LONGEST_PARSED = 2000
"""Characters; a longer line is kept whole as a title."""

_DOI = re.compile(
    r"(?:\bdoi:\s*|https?://(?:dx\.)?doi\.org/)(10\.\d{4,9}/[^\s<>\"]*[^\s<>\".,;)])", re.IGNORECASE
)
_PMID = re.compile(r"\bPMID:?\s*([1-9]\d{0,7})\b", re.ASCII)
_URL = re.compile(r"(?:Available (?:from|at):?\s*)?(https://[^\s/?#<>\".,;)][^\s<>\"]*)")
_AUTHOR = r"[^\W\d_][\w'\u2019-]*(?: [^\W\d_][\w'\u2019-]*){0,2} [A-Z]{1,3}"
_VANCOUVER = re.compile(
    rf"(?P<authors>{_AUTHOR}(?:, {_AUTHOR})*)(?:, et al)?\. (?P<title>[^.?!]+[.?!]) "
    r"(?P<journal>[^.;]+)\. (?P<year>\d{4})(?: [A-Z][a-z]{2}(?: \d{1,2})?)?"
    r"(?:;(?P<volume>\w+)(?:\((?P<issue>[\w -]+)\))?(?::(?P<page>[\w\u2013-]+))?)?\.?"
)


def address(reference: Mapping[str, Any]) -> str:
    """Where a reference is read: by its DOI, else its PMID, else at its own https address."""
    url = str(reference.get("URL", ""))
    pmid = reference.get("PMID")
    return (
        doi_address(reference)
        or (pmid and f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/")
        or (url if url.startswith("https://") else "")
    )


def doi_address(reference: Mapping[str, Any]) -> str:
    """Of the DOI, as its handbook asks for it to be shown; empty without one."""
    doi = reference.get("DOI")
    return f"https://doi.org/{doi}" if doi else ""


def formatted(reference: Mapping[str, Any]) -> str:
    """A CSL item as one plain-text line in the Vancouver manner. Escapes nothing.

    Order: authors, title, where it appeared, year;volume(issue):pages, identifiers. What is
    missing is left out; an item with nothing to print is its own id.
    """
    sentences = [
        _authors(reference),
        str(reference.get("title", "")),
        str(reference.get("container-title", "")),
        _issue(reference),
    ]
    line = " ".join(_sentence(part) for part in sentences if part.strip())
    identifiers = [
        f"{label}{reference[field]}"
        for field, label in (("DOI", "doi:"), ("PMID", "PMID: "), ("PMCID", ""), ("URL", ""))
        if reference.get(field)
    ]
    return " ".join(part for part in (line, *identifiers) if part) or str(reference["id"])


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _authors(reference: Mapping[str, Any]) -> str:
    names = [_printed(name) for name in reference.get("author", ())]
    if len(names) > SHOWN_AUTHORS:
        names = [*names[:SHOWN_AUTHORS], "et al"]
    return ", ".join(names)


def _printed(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return literal
    initials = "".join(part[0] for part in re.split(r"[\s.-]+", name.get("given", "")) if part)
    particle = name.get("non-dropping-particle", "")
    return " ".join(p for p in (particle, name["family"], initials, name.get("suffix", "")) if p)


def _issue(reference: Mapping[str, Any]) -> str:
    text = str(reference["issued"]["date-parts"][0][0]) if "issued" in reference else ""
    publisher = reference.get("publisher", "")
    if publisher:
        text = f"{publisher}; {text}" if text else publisher
    volume = str(reference.get("volume", ""))
    if "issue" in reference:
        volume += f"({reference['issue']})"
    if volume:
        text = f"{text};{volume}" if text else volume
    if "page" in reference:
        text += f":{reference['page']}" if text else f"p. {reference['page']}"
    return text


def from_line(text: str) -> dict[str, Any]:
    """One CSL item from a pasted plain line.

    A DOI, a PMID and an https address are recognised anywhere; a line in the Vancouver manner
    gives authors, title, journal, year, volume, issue and pages. Everything else is the title,
    every word kept. The id is a slug of the title; the caller makes it unique.
    """
    rest = " ".join(text.split())
    found: dict[str, Any] = {}
    for field, pattern in (("DOI", _DOI), ("PMID", _PMID), ("URL", _URL)):
        if match := pattern.search(rest):
            found[field] = match[1].rstrip(".,;)")
            rest = " ".join(f"{rest[: match.start()]} {rest[match.end() :]}".split())
    printed = _VANCOUVER.fullmatch(rest) if len(rest) <= LONGEST_PARSED else None
    if printed:
        found = {"type": "article-journal", **_journal_article(printed), **found}
    if not printed and rest:
        found = {"type": "document", "title": _bare_title(rest) if found else rest, **found}
    found.setdefault("type", "webpage" if "URL" in found else "document")
    return {"id": _key(found), **found}


def _bare_title(rest: str) -> str:
    """The title without the stop that stood before a removed identifier."""
    return rest.rstrip(" ,;:").removesuffix(".") or rest


def _journal_article(match: re.Match[str]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "author": [
            dict(zip(("family", "given"), name.rsplit(" ", 1), strict=True))
            for name in match["authors"].split(", ")
        ],
        "title": match["title"].removesuffix("."),
        "container-title": match["journal"],
        "issued": {"date-parts": [[int(match["year"])]]},
    }
    for field in ("volume", "issue", "page"):
        if match[field]:
            item[field] = match[field]
    return item


def _key(item: Mapping[str, Any]) -> str:
    named_by = item.get("title") or item.get("DOI") or item.get("URL") or ""
    return slug(str(named_by), 40) or "reference"
