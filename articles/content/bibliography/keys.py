"""Keys that writers can read: who and when, such as ``roe2024``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count
from string import ascii_lowercase
from typing import Any

from articles.content.parser import KEY
from articles.content.slugs import slug

LONGEST = 40
_ROOM = 90
"""Characters before a letter or number; with it, a key has at most 100."""
_KEY = re.compile(KEY)
_BY_MACHINE = re.compile(
    r"ITEM-\d+|\d+|[0-9a-f-]{32,36}|(?:pmid|pmcid|doi|gnd|ref)[-:_]?\d.*", re.IGNORECASE
)


def readable(item: Mapping[str, Any]) -> str:
    """Author and year; without an author the title and year; without both an identifier."""
    people = [name for field in ("author", "editor") for name in item.get(field, ())]
    who: Mapping[str, str] = people[0] if people else {}
    name = slug(who.get("family") or who.get("literal", ""), 24)
    if not who.get("family") or not name:
        name = name or slug(str(item.get("title", "")), 24)
    if name:
        return f"{name.replace('-', '') if who.get('family') else name}{_year(item)}"
    for field, label in (("PMID", "pmid"), ("PMCID", ""), ("DOI", "doi-"), ("URL", "")):
        if item.get(field):
            return slug(f"{label}{str(item[field]).removeprefix('https://')}", LONGEST)
    return "reference"


def _year(item: Mapping[str, Any]) -> str:
    return str(item["issued"]["date-parts"][0][0]) if "issued" in item else ""


def worth_keeping(key: object) -> bool:
    """Whether a key from a file is short, can be cited, and was made for people."""
    return (
        isinstance(key, str)
        and len(key) <= LONGEST
        and bool(_KEY.fullmatch(key))
        and not _BY_MACHINE.fullmatch(key)
    )


class Keys:
    """Keys that a list has. A long list of equal titles is keyed in a time that grows with it:
    the search for a free one goes on where the last ended.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._kin: dict[str, Iterator[str]] = {}

    def new(self, key: str) -> str:
        """As ``free``; what it gives is taken from now on."""
        kin = self._kin.setdefault(key, _kin(key))
        found = next(each for each in kin if each not in self._taken)
        self._taken.add(found)
        return found


def free(key: str, taken: Collection[str]) -> str:
    """``key``, else ``key`` with a letter or number that nobody has."""
    return next(each for each in _kin(key) if each not in taken)


def _kin(key: str) -> Iterator[str]:
    yield key
    key = key[:_ROOM]
    joint = "" if key[-1:].isdigit() else "-"
    yield from (f"{key}{joint}{letter}" for letter in ascii_lowercase[1:])
    yield from (f"{key}-{number}" for number in count(27))
