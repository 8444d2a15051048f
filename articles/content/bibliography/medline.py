"""NBIB, the MEDLINE format in which PubMed hands out citations."""

# ruff: noqa: SIM905 -- tags are read best as running text

from __future__ import annotations

import re
from collections.abc import Iterator

from . import names
from .raw import Raw
from .tagged import Lines, Tagged

FIELDS = {
    "PMID": "PMID", "PMC": "PMCID", "TI": "title", "BTI": "container-title",
    "TT": "original-title", "JT": "container-title", "TA": "container-title-short",
    "AB": "abstract", "VI": "volume",
    "IP": "issue", "PG": "page", "DP": "issued", "PB": "publisher", "LA": "language",
    "CTI": "collection-title", "EN": "edition", "VTI": "part-title", "PST": "status",
    "ISBN": "ISBN",
}  # fmt: skip

HOUSEKEEPING = frozenset("STAT OWN SB DCOM LR EDAT MHDA CRDT PHST SO JID DA CTDT PMCR".split())
"""What the database notes about its own work; no loss."""
BOOKS = ("Book", "Book Chapter", "Monograph", "Technical Report")


class MedlineLines(Lines):
    START_TAG = "PMID"
    LINE = re.compile(r"([A-Z]{2,4}) *-(?: |\Z)(.*)")


def read(text: str) -> Iterator[Raw]:
    return (_raw(record) for record in MedlineLines().records(text))


def _raw(record: Tagged) -> Raw:
    values = record.values
    raw = Raw(f"line {record.line}", {"type": _type(values)})
    _people(raw, values)
    _identifiers(raw, values)
    for tag, entries in values.items():
        if tag in FIELDS:
            for entry in entries:
                raw.put(FIELDS[tag], entry.removesuffix(".") if tag in _TITLES else entry)
        elif tag not in _READ_ELSEWHERE and tag not in HOUSEKEEPING:
            raw.homeless.append(tag)
    if issn := [re.sub(r" \(.{1,20}\)", "", value) for value in values.get("IS", [])]:
        raw.item["ISSN"] = ", ".join(dict.fromkeys(issn))
    if words := [value.replace("*", "") for tag in ("MH", "OT") for value in values.get(tag, [])]:
        raw.item["keyword"] = "; ".join(dict.fromkeys(words))
    if raw.item["type"] == "book":
        raw.item.setdefault("title", raw.item.pop("container-title", ""))
    if places := values.get("PL"):
        raw.put("publisher-place", places[0])
    return raw


_TITLES = frozenset({"TI", "BTI", "CTI", "TT"})
"""PubMed closes titles with a stop, which belongs to the printed line."""

_READ_ELSEWHERE = frozenset("AU FAU CN ED FED AID LID DEP IS MH OT PL PT ER".split())


def _type(values: dict[str, list[str]]) -> str:
    kinds = values.get("PT", [])
    if "BTI" in values:
        return "chapter" if "TI" in values else "book"
    if "Preprint" in kinds:
        return "article"
    return "book" if any(kind in BOOKS for kind in kinds) else "article-journal"


def _people(raw: Raw, values: dict[str, list[str]]) -> None:
    """Full names where they are given, else family and initials; groups after people."""
    for field, full, short in (("author", "FAU", "AU"), ("editor", "FED", "ED")):
        if people := [names.person(name) for name in values.get(full) or values.get(short, [])]:
            raw.item[field] = people
    if groups := [{"literal": name} for name in values.get("CN", [])]:
        raw.item.setdefault("author", []).extend(groups)


def _identifiers(raw: Raw, values: dict[str, list[str]]) -> None:
    for entry in [*values.get("LID", []), *values.get("AID", [])]:
        value, _, kind = entry.rpartition(" ")
        if kind == "[doi]":
            raw.put("DOI", value)
        elif kind == "[pii]" and "PG" not in values and entry in values.get("LID", []):
            raw.put("page", value)
    if online := values.get("DEP"):
        day = re.sub(r"(\d{4})(\d{2})(\d{2})", r"\1-\2-\3", online[0])
        raw.put("available-date", day)
