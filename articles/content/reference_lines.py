"""One reference as a printed line, and a pasted line as one reference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from articles.content.bibliography import apa_lines, keys, page_lines, vancouver_lines
from articles.content.bibliography.styles import formatted

__all__ = ["address", "doi_address", "formatted", "from_line"]

LONGEST_PARSED = 2000
"""Characters; a longer line is kept whole as a title."""

_DOI = re.compile(
    r"(?:\bdoi:\s*|https?://(?:dx\.)?doi\.org/)(10\.\d{4,9}/[^\s<>\"]*[^\s<>\".,;)])", re.IGNORECASE
)
_PMID = re.compile(r"\bPMID:?\s*([1-9]\d{0,7})\b", re.ASCII)
_PMCID = re.compile(r"(?:\bPMCID:?\s*|\b(?=\w+\.?\Z))(PMC[1-9]\d{0,8})\b", re.ASCII)
_URL = re.compile(r"(?:\bAvailable (?:from|at):?\s*)?(https://[^\s/?#<>\".,;)][^\s<>\"]*)")
_STOP = re.compile(r"\A[.,;]+(?=\s|\Z)")
"""Closes an identifier, and goes with it."""


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


def from_line(text: str) -> dict[str, Any]:
    """One CSL item from a pasted plain line.

    DOI, PMID, PMCID and an https address are recognised anywhere; a line in the manner of
    Vancouver or the APA, or a short citation of a web page, gives its parts. Everything else
    is a ``document`` with the words as its title, every one kept. The id is a readable key
    (keys.py); the caller makes it unique.
    """
    rest = " ".join(text.split())
    found: dict[str, Any] = {}
    for field, pattern in (("DOI", _DOI), ("PMID", _PMID), ("PMCID", _PMCID), ("URL", _URL)):
        if match := pattern.search(rest):
            found[field] = match[1].rstrip(".,;)")
            after = _STOP.sub("", rest[match.end() :])
            rest = " ".join(f"{rest[: match.start()]} {after}".split())
    printed = _printed(rest, online="URL" in found) if len(rest) <= LONGEST_PARSED else None
    if printed:
        found = {**printed, **found}
    elif rest:
        found = {"type": "document", "title": _bare_title(rest) if found else rest, **found}
    found.setdefault("type", "webpage" if "URL" in found else "document")
    return {"id": keys.readable(found), **found}


def _printed(rest: str, *, online: bool) -> dict[str, Any] | None:
    """What a line says in a manner that is known; ``online``: it had a web address."""
    return (
        vancouver_lines.read(rest)
        or apa_lines.read(rest, online=online)
        or (page_lines.read(rest) if online else None)
    )


def _bare_title(rest: str) -> str:
    """The title without the stop that stood before a removed identifier."""
    return rest.rstrip(" ,;:").removesuffix(".") or rest
