"""That a list of people goes on: “et al” of a printed line, “and others” of BibTeX.

CSL has no place for it, and a person named “et al” would be a false author. So it stands under
``custom``, as the names of the lists that go on: ``{"others": ["author"]}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

from articles.content import csl

PRINTED = "et al."
_WORDS = re.compile(r"et\.? al\.?|and others|others", re.IGNORECASE)


def follow(reference: Mapping[str, Any], field: str) -> bool:
    """Whether there are more people than ``field`` names."""
    custom = reference.get("custom")
    listed = custom.get("others") if isinstance(custom, Mapping) else None
    return isinstance(listed, list) and field in listed


def say(item: MutableMapping[str, Any], field: str, more: bool = True) -> None:
    """Note that there are more people, or no longer; nothing else of ``custom`` is touched."""
    if more == follow(item, field):
        return
    stored = item.get("custom")
    custom = dict(stored) if isinstance(stored, Mapping) else {}
    listed = custom.pop("others", [])
    listed = [name for name in listed if name != field] if isinstance(listed, list) else []
    if more:
        listed.append(field)
    if listed:
        custom["others"] = listed
    item.pop("custom", None)
    if custom:
        item["custom"] = custom


def are(words: str) -> bool:
    """Whether words that stand for a name stand for all who are not named."""
    return bool(_WORDS.fullmatch(words.strip()))


def gather(item: MutableMapping[str, Any]) -> None:
    """A last “person” who is called “et al” or “others” becomes the note that more follow."""
    for field in csl.NAMES & item.keys():
        if are(item[field][-1].get("literal", "")):
            people = item.pop(field)[:-1]
            if people:
                item[field] = people
                say(item, field)
