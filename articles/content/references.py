"""References: a CSL-JSON list made fit for storage, and one item as a printed line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sized
from datetime import date
from typing import Any

from articles.canonical import clean_json
from articles.content import csl
from articles.content.parser import KEY
from articles.content.reference_lines import formatted, from_line
from articles.errors import InputRefused

__all__ = ["DEEPEST", "MOST", "deeper_than", "formatted", "from_line", "must_be_few", "validate"]


DEEPEST = 20
"""Objects and lists in one another, in one item; what is stored must also be read again."""

MOST = 1000
"""References of one article; a form must be able to send them all."""

_ID = re.compile(KEY)
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"]+")
_PMID = re.compile(r"[1-9]\d{0,7}", re.ASCII)
_PMCID = re.compile(r"PMC[1-9]\d{0,8}", re.ASCII)
_URL = re.compile(r"https://[^\s/?#<>\"]+[^\s<>\"]*")


def validate(references: Any) -> list[dict[str, Any]]:
    """A CSL-JSON list in its stored form: cleaned text, DOI without prefix, whole-number dates.

    Raises ``InputRefused`` whose field is ``references`` and whose sentence names the item (by
    position from 1, and id) and its field. Rules: csl.py; ids usable in ``[@key]`` and unique.
    """
    if not isinstance(references, list | tuple):
        raise InputRefused("references", "must be a list of CSL-JSON items.")
    must_be_few(references)
    items = [_item(number, value) for number, value in enumerate(references, start=1)]
    seen: dict[str, int] = {}
    for number, item in enumerate(items, start=1):
        if item["id"] in seen:
            raise _refused(number, item, "id", f"is already the id of item {seen[item['id']]}")
        seen[item["id"]] = number
    return items


def must_be_few(references: Sized) -> None:
    """Raises ``InputRefused`` for more than ``MOST``."""
    if len(references) > MOST:
        sentence = f"an article takes at most {MOST:,} references; these are {len(references):,}."
        raise InputRefused("references", sentence, "too_many")


def _item(number: int, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise InputRefused("references", f"item {number} is not an object.")
    if deeper_than(value, DEEPEST):
        raise InputRefused("references", f"item {number} is nested deeper than {DEEPEST} levels.")
    stored: dict[str, Any] = {}
    for field, content in value.items():
        try:
            stored[field] = _field(field, clean_json(content, str(field)))
        except InputRefused as refusal:
            raise _refused(number, value, field, refusal.message, refusal.code) from None
        except (TypeError, ValueError) as wrong:
            raise _refused(number, value, field, str(wrong)) from None
    for needed in ("id", "type"):
        if needed not in stored:
            raise _refused(number, value, needed, "is missing")
    return stored


def deeper_than(value: Any, levels: int) -> bool:
    """Whether lists and objects lie deeper in each other. Looks no further than that."""
    if not isinstance(value, Mapping | list | tuple):
        return False
    inner = value.values() if isinstance(value, Mapping) else value
    return levels == 0 or any(deeper_than(each, levels - 1) for each in inner)


def _refused(
    number: int, item: Mapping[str, Any], field: object, reason: str, code: str = "invalid"
) -> InputRefused:
    name = f"item {number} ({item['id']})" if isinstance(item.get("id"), str) else f"item {number}"
    return InputRefused("references", f"{name}, {field}: {reason.removesuffix('.')}.", code)


def _field(field: str, value: Any) -> Any:
    """The stored form of one field; raises ``TypeError`` or ``ValueError`` with the reason."""
    if field not in _READERS:
        raise ValueError("is not a field of CSL-JSON; put data of your own under “custom”")
    return _READERS[field](value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("must be text")
    return value


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("must be an object")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise TypeError("must be a list that is not empty")
    return value


def _shaped(pattern: re.Pattern[str], reason: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not pattern.fullmatch(_text(value)):
            raise ValueError(reason)
        return str(value)

    return check


def _type(value: Any) -> str:
    if _text(value) not in csl.TYPES:
        raise ValueError(f"“{value}” is not a CSL-JSON type")
    return str(value)


def _doi(value: Any) -> str:
    doi = _DOI_PREFIX.sub("", _text(value).strip(), count=1)
    if not _DOI.fullmatch(doi):
        raise ValueError("must look like 10.1000/xyz")
    return doi


def _names(value: Any) -> list[dict[str, str]]:
    return [_name(entry) for entry in _list(value)]


def _name(value: Any) -> dict[str, str]:
    parts = {part: _text(text) for part, text in _object(value).items()}
    if strange := parts.keys() - csl.NAME_PARTS:
        raise ValueError(f"“{min(strange)}” is not a part of a name")
    if not (parts.get("family") or parts.get("literal")):
        raise ValueError("every name needs “family” or “literal”")
    return parts


def _date(value: Any) -> dict[str, list[list[int]]]:
    if not isinstance(value, dict) or value.keys() != {"date-parts"}:
        raise ValueError('must be an object like {"date-parts": [[2024, 5, 31]]}')
    days = [_day(parts) for parts in _list(value["date-parts"])]
    if len(days) > 2:
        raise ValueError("has more than a beginning and an end")
    return {"date-parts": days}


def _day(parts: Any) -> list[int]:
    """Year, month, day; the last one or two may be absent. Digits in quotes become numbers."""
    numbers = [
        int(part) if isinstance(part, str) and re.fullmatch(r"[0-9]{1,4}", part) else part
        for part in _list(parts)
    ]
    if len(numbers) > 3 or not all(type(number) is int for number in numbers):
        raise ValueError("a date is one to three whole numbers: year, month, day")
    try:
        date(*[*numbers, 1, 1][:3])
    except (ValueError, OverflowError):
        raise ValueError(f"{'-'.join(map(str, numbers))} is no day of the calendar") from None
    return numbers


def _number(value: Any) -> str | int:
    return value if type(value) is int else _text(value)


def _categories(value: Any) -> list[str]:
    return [_text(entry) for entry in _list(value)]


_READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(csl.TEXTS, _text),
    **dict.fromkeys(csl.NUMBERS, _number),
    **dict.fromkeys(csl.NAMES, _names),
    **dict.fromkeys(csl.DATES, _date),
    "categories": _categories,
    "custom": _object,
    "id": _shaped(_ID, "must be 1 to 100 letters, digits, or _ . : - and begin with none of . : -"),
    "type": _type,
    "DOI": _doi,
    "PMID": _shaped(_PMID, "must be 1 to 8 digits without a leading zero"),
    "PMCID": _shaped(_PMCID, "must be PMC and up to 9 digits"),
    "URL": _shaped(_URL, "must begin with https:// and hold no spaces"),
}
