"""Identifiers as people and programs write them: DOI, PMID, PMCID and addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from typing import Any
from urllib.parse import unquote

_DOI = re.compile(
    r"(?:doi:?\s*|https?://(?:dx\.|www\.)?doi\.org/)?(10\.\d{4,9}/[^\s<>\"]+)", re.IGNORECASE
)
_PMID = re.compile(
    r"(?:PMID:?\s*|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)?"
    r"([1-9]\d{0,7})/?(?:\?\S{0,500})?",
    re.IGNORECASE | re.ASCII,
)
_PMCID = re.compile(
    r"(?:PMCID:?\s*|https?://(?:(?:www\.)?ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)"
    r"/articles/)?(?:PMC)?([1-9]\d{0,8})(?:\.\d{1,3})?/?",
    re.IGNORECASE | re.ASCII,
)
_NOTED = re.compile(r"^(PMID|PMCID|DOI):[ \t]*(\S{1,300})[ \t]*$\n?", re.MULTILINE)


def doi(value: Any) -> str | None:
    """``10.1000/xyz`` of a DOI with or without ``doi:`` or the address of its resolver."""
    text = str(value).strip()
    found = _DOI.fullmatch(unquote(text) if text.lower().startswith("http") else text)
    return found[1] if found else None


def pmid(value: Any) -> str | None:
    found = _PMID.fullmatch(str(value).strip())
    return found[1] if found else None


def pmcid(value: Any) -> str | None:
    found = _PMCID.fullmatch(str(value).strip())
    return f"PMC{found[1]}" if found else None


def url(value: Any) -> str | None:
    """The first address of several; that of a known service always by https."""
    entries = value if isinstance(value, list) else [value]
    found = next((text for entry in entries if (text := str(entry).strip())), None)
    if found and found.startswith("http:") and of_address(found):
        return f"https:{found.removeprefix('http:')}"
    return found


def of_address(text: str) -> tuple[str, str] | None:
    """Which identifier an address or a written identifier stands for: its field and value.

    Bare digits are a PMID; ``PMC`` and digits a PMCID.
    """
    for name, read in READERS.items():
        if found := read(text):
            return name, found
    return None


READERS: dict[str, Callable[[Any], str | None]] = {"DOI": doi, "PMID": pmid, "PMCID": pmcid}


def gather(item: MutableMapping[str, Any]) -> None:
    """Identifiers that stand in a note or an address move to their own fields."""

    def moved(line: re.Match[str]) -> str:
        found = READERS[line[1]](line[2])
        return "" if found and item.setdefault(line[1], found) == found else line[0]

    if "note" in item:
        item["note"] = _NOTED.sub(moved, item["note"]).strip()
        if not item["note"]:
            del item["note"]
    known = of_address(item["URL"]) if "URL" in item else None
    if known and item.setdefault(*known) == known[1]:
        del item["URL"]
