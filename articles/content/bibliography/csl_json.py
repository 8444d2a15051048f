"""CSL-JSON as files and pastes bring it: one list of items, or one item."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from .raw import Raw, Unreadable

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""How JSON writes one half of a character; a half without the other is no text."""

LONGEST_NUMBER = 16
"""Digits; most programs know longer numbers only roughly."""


def read(text: str) -> Iterator[Raw]:
    """Raises ``Unreadable`` with the place of what cannot be read."""
    value = loaded(text)
    inside = value.get("items") if isinstance(value, dict) else value
    items = inside if isinstance(inside, list) else [value]
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise Unreadable(f"is no list of CSL-JSON items: item {number} is not an object")
        yield Raw(f"item {number}", item)


def loaded(text: str, fraction: Callable[[str], Any] = str) -> Any:
    """JSON without traps: no name twice in one object, no NaN, no half of a character; fractions as
    text unless told.

    Raises ``Unreadable`` with the reason, as the end of a sentence that begins with the file.
    """
    try:
        value = json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_refused,
            parse_float=fraction,
            parse_int=_whole,
        )
        if _HALF.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as wrong:
        raise Unreadable(f"is not JSON on line {wrong.lineno}: {wrong.msg}") from None
    except UnicodeEncodeError:
        raise Unreadable("is JSON with half a character, such as \\ud800") from None
    except RecursionError:
        raise Unreadable("is JSON that is nested too deep") from None
    except Unreadable as wrong:
        raise Unreadable(f"is JSON that cannot be taken: {wrong}") from None
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a name given twice is refused, since the last would win unseen."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Unreadable(f"“{name}” is given twice")
        found[name] = value
    return found


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise Unreadable("a number has too many digits")
    return int(digits)


def _refused(constant: str) -> NoReturn:
    raise Unreadable(f"{constant} is no number")
