"""Crossref for a DOI, NCBI for a PMID or PMCID: one answer as an item of CSL-JSON."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

from django.conf import settings

from articles.content.bibliography import csl_json
from articles.content.bibliography.mending import mended
from articles.content.bibliography.raw import Unreadable
from articles.errors import InputRefused

from .fetching import SECONDS, NoAnswer, fetched

MOST_SECONDS = 15.0
"""For all look-ups of one request together."""

CSL = "application/vnd.citationstyles.csl+json"


class LookUps:
    """The look-ups of one request. A service that could not be reached is not asked again."""

    def __init__(self) -> None:
        self._until = time.monotonic() + MOST_SECONDS
        self._silent: set[str] = set()

    def __call__(self, name: str, value: str) -> dict[str, Any] | str:
        """``name``: DOI, PMID or PMCID. The stored form of the item, or why there is none."""
        service = "DOI" if name == "DOI" else "NCBI"
        left = min(SECONDS, self._until - time.monotonic())
        if service in self._silent or left <= 0:
            return "It was not looked up: the service did not answer in time."
        try:
            return _item(
                fetched(_address(name, value), CSL if name == "DOI" else "*/*", left), name, value
            )
        except NoAnswer as why:
            if "reached" in str(why) or "too long" in str(why):
                self._silent.add(service)
            return str(why)


def _address(name: str, value: str) -> str:
    if name == "DOI":
        base = settings.CROSSREF_URL.rstrip("/")
        return f"{base}/works/{quote(value, safe='')}/transform/{CSL}"
    base = settings.NCBI_URL.rstrip("/")
    kind = "pubmed" if name == "PMID" else "pmc"
    return f"{base}/{kind}/?format=csl&id={quote(value.removeprefix('PMC'), safe='')}"


def _item(document: str, name: str, value: str) -> dict[str, Any]:
    """Of an answer about what was asked. What a service adds for itself is left out."""
    try:
        raw = csl_json.loaded(document)
        item = mended(raw).item if isinstance(raw, dict) else {}
    except (Unreadable, InputRefused, RecursionError):
        raise NoAnswer("The answer of the service cannot be read.") from None
    if str(item.get(name, "")).casefold() != value.casefold():
        raise NoAnswer("The service answered about something else.")
    if not item.get("title"):
        raise NoAnswer("The service knows no title for it.")
    return item
