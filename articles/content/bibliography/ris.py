"""RIS, as EndNote, Zotero, Mendeley, publishers and databases write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from . import mending_ids, names
from .raw import Raw
from .tagged import Lines, Tagged

TYPES = {
    "ABST": "article-journal", "ADVS": "motion_picture", "BILL": "bill", "BLOG": "post-weblog",
    "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter", "COMP": "software",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "CTLG": "book", "DATA": "dataset",
    "DBASE": "dataset", "DICT": "entry-dictionary", "EBOOK": "book", "ECHAP": "chapter",
    "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia",
    "FIGURE": "figure", "GEN": "document", "GOVDOC": "report", "HEAR": "hearing",
    "ICOMM": "personal_communication", "INPR": "article-journal", "JFULL": "periodical",
    "JOUR": "article-journal", "LEGAL": "legislation", "MANSCPT": "manuscript", "MAP": "map",
    "MGZN": "article-magazine", "MPCT": "motion_picture", "MUSIC": "musical_score",
    "NEWS": "article-newspaper", "PAMP": "pamphlet", "PAT": "patent",
    "PCOMM": "personal_communication", "RPRT": "report", "SER": "book", "SLIDE": "speech",
    "SOUND": "song", "STAND": "standard", "STAT": "legislation", "THES": "thesis",
    "UNPB": "manuscript", "VIDEO": "motion_picture",
}  # fmt: skip

PEOPLE = {
    "AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "collection-editor",
    "A4": "translator", "TA": "translator",
}  # fmt: skip

FIELDS = {
    "TI": "title", "T1": "title", "ST": "title-short",
    "JO": "container-title", "JF": "container-title", "BT": "container-title",
    "T2": "container-title", "JA": "container-title-short", "J1": "container-title-short",
    "J2": "container-title-short", "T3": "collection-title", "DA": "issued", "PY": "issued",
    "Y1": "issued", "Y2": "accessed", "VL": "volume", "VO": "volume", "IS": "issue", "CP": "issue",
    "PB": "publisher", "CY": "publisher-place", "PP": "publisher-place", "DO": "DOI",
    "AB": "abstract", "N2": "abstract", "LA": "language", "ET": "edition", "CN": "call-number",
    "DB": "source",
    "DP": "archive", "M3": "genre", "SE": "section", "NV": "number-of-volumes",
    "RI": "reviewed-title", "OP": "original-title", "M1": "number", "ID": "id",
    "LB": "citation-label", "UR": "URL", "LK": "URL",
}  # fmt: skip

_JOINTS = {"KW": ("keyword", "; "), "N1": ("note", "\n"), "TT": ("note", "\n")}
"""Tags whose values become one text. CSL has no field for a translated title (TT)."""

_BOOKS = frozenset({"book", "chapter", "report", "thesis", "entry-encyclopedia"})
_SERIES = frozenset({"book", "report", "thesis"})


class RisLines(Lines):
    START_TAG = "TY"
    LINE = re.compile(r"([A-Z][A-Z0-9])  -(?: |\Z)(.*)")


class LooseLines(RisLines):
    """One space where two belong; taken where the whole file is like that."""

    LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: |\Z)(.*)")


def read(text: str) -> Iterator[Raw]:
    well_formed = re.search(r"^TY  -", text, re.MULTILINE)
    for record in (RisLines() if well_formed else LooseLines()).records(text):
        raw = _raw(record)
        if not record.closed:
            raw.notes.append("the record has no end (ER); what was there was read.")
        yield raw


def _raw(record: Tagged) -> Raw:
    kind = record.values["TY"][0].upper()
    raw = Raw(f"line {record.line}", {"type": TYPES.get(kind, "document")})
    if kind not in TYPES:
        raw.notes.append(f"its type “{kind}” is unknown; it is kept as a document.")
    for tag, values in record.values.items():
        filled = [value for value in values if value]
        if filled and tag != "TY":
            _tag(raw, tag, filled, record)
    return raw


def _tag(raw: Raw, tag: str, values: list[str], record: Tagged) -> None:
    if tag in PEOPLE:
        people = [names.person(value) for value in values]
        raw.item.setdefault(PEOPLE[tag], []).extend(people)
    elif tag in {"SP", "EP"}:
        ends = [record.values[each][0] for each in ("SP", "EP") if record.values.get(each)]
        raw.item["page"] = "-".join(dict.fromkeys(end for end in ends if end))
    elif tag in _JOINTS:
        name, joint = _JOINTS[tag]
        known = [raw.item[name]] if name in raw.item else []
        raw.item[name] = joint.join([*known, *values])
    elif tag == "SN":
        raw.put("ISBN" if raw.item["type"] in _BOOKS else "ISSN", ", ".join(values))
    elif found := _identifier(tag, values[0], record):
        raw.put(*found)
    elif tag in FIELDS:
        for value in values:
            _field(raw, tag, value)
    else:
        raw.homeless.append(tag)


def _field(raw: Raw, tag: str, value: str) -> None:
    name = FIELDS[tag]
    if tag == "T2" and raw.item["type"] in _SERIES:
        name = "collection-title"
    if name in {"issue", "number"} and raw.item["type"] in _SERIES | {"patent", "standard"}:
        name = "number"
    if name == "URL":
        _address(raw, value)
    elif name == "DOI":
        raw.put(name, mending_ids.doi(value) or value)
    elif name == "issued":
        _issued(raw, value)
    elif name == "container-title" and raw.item.get(name, value) != value:
        _journal(raw, value)
    else:
        raw.put(name, value)


def _issued(raw: Raw, value: str) -> None:
    """Of a year and a whole date, the longer one."""
    if len(value.strip("/ ")) > len(str(raw.item.get("issued", "")).strip("/ ")):
        raw.item["issued"] = value


def _journal(raw: Raw, value: str) -> None:
    """Of two names of a journal the longer is its title, the shorter its abbreviation."""
    short, full = sorted((raw.item["container-title"], value), key=len)
    raw.item["container-title"] = full
    raw.put("container-title-short", short)


def _address(raw: Raw, value: str) -> None:
    for address in re.split(r"[;\s]+(?=https?:)", value):
        known = mending_ids.of_address(address) if address.startswith("http") else None
        raw.put(*(known or ("URL", address)))


def _identifier(tag: str, value: str, record: Tagged) -> tuple[str, Any] | None:
    """Where programs hide identifiers: PMID as accession number, PMCID in C2, DOI in M3."""
    hosts = " ".join(record.values.get("DB", []) + record.values.get("DP", [])).lower()
    if tag == "AN":
        found = mending_ids.pmid(value) if re.search(r"pubmed|medline|nlm", hosts) else None
        return ("PMID", found) if found else ("archive_location", value)
    if tag == "C2" and value.upper().startswith("PMC"):
        return "PMCID", value
    if tag == "M3" and mending_ids.doi(value):
        return "DOI", value
    return None
