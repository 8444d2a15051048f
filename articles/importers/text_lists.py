"""Lists in plain text: lines of one block that begin with a sign, or with numbers in turn."""

from __future__ import annotations

import re

from articles.content import escaping

_BULLET = re.compile(r"\s*([-*+\u2022\u2013])\s+(?=\S)")
_NUMBER = re.compile(r"\s*\(?([0-9]{1,3})[.)]\s+(?=\S)")


def lists_of(block: str, before: str = "") -> list[str]:
    """The Markdown blocks of a block that is a list, with the line that leads to it (“…:”) or not.

    Empty when it is none: a list has two items at least, of one sign, or numbered in turn. A line
    without a sign goes on with the item above it. ``before``: the Markdown block above, from which
    a list is told apart by its signs.
    """
    lines = block.split("\n")
    first = next((n for n, line in enumerate(lines) if _sign(line)), None)
    if first is None or (first and not lines[first - 1].rstrip().endswith(":")):
        return []
    items: list[tuple[str, str]] = []
    for line in lines[first:]:
        sign, words = _sign(line), line
        if sign and (not items or _follows(items[-1][0], sign)):
            words = (_NUMBER if sign.isdigit() else _BULLET).sub("", line, count=1)
            items.append((sign, words))
        elif sign:
            return []
        else:
            items[-1] = (items[-1][0], f"{items[-1][1]} {words}")
    if len(items) < 2:
        return []
    leads = [escaping.paragraph(" ".join(lines[:first]))] if first else []
    bullet = "*" if not leads and before.startswith("- ") else "-"
    stop = ")" if not leads and re.match(r"[0-9]+\. ", before) else "."
    marks = [f"{int(sign)}{stop}" if sign.isdigit() else bullet for sign, _ in items]
    written = [f"{mark} {escaping.paragraph(items[n][1])}" for n, mark in enumerate(marks)]
    return [*leads, "\n".join(written)]


def _sign(line: str) -> str:
    """The number or sign that a line begins with, if any."""
    match = _NUMBER.match(line) or _BULLET.match(line)
    return match[1] if match else ""


def _follows(sign: str, after: str) -> bool:
    if sign.isdigit() and after.isdigit():
        return int(after) == int(sign) + 1
    return sign == after
