"""Citations that follow their references to new keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from articles.content.parser import KEY, tokens

_BRACKET = re.compile(r"\[@[^\[\]]+\]")
"""A citation, or what looks like one and is code."""
_KEY = re.compile(rf"@({KEY})")


def renamed(body: str, keys: Mapping[str, str]) -> str:
    """A body whose citations name references by their new keys; ``keys``: old and new.

    What is no citation, such as code, stays as it is.
    """
    if not keys:
        return body
    done, parts = 0, []
    for start, end in _cited(body):
        new = _KEY.sub(lambda key: f"@{keys.get(key[1], key[1])}", body[start:end])
        parts += [body[done:start], new]
        done = end
    return "".join([*parts, body[done:]])


def _cited(body: str) -> Iterator[tuple[int, int]]:
    """Where each citation stands in the body, in order.

    The parser knows its offset in its block, from which quote marks and indents are gone; the
    n-th bracket of a block is the n-th of the lines that the block was read from.
    """
    ends = [0, *(line.end() for line in re.finditer("\n", body)), len(body)]
    before: Counter[tuple[int, int]] = Counter()
    for block in tokens(body):
        if block.type != "inline" or not block.map:
            continue
        first, last = block.map
        known = {
            found.start(): place for place, found in enumerate(_BRACKET.finditer(block.content))
        }
        written = list(_BRACKET.finditer(body, ends[first], ends[min(last, len(ends) - 1)]))
        for child in block.children or ():
            place = before[first, last] + known.get(child.meta.get("offset", -1), len(written))
            if child.type != "citation" or place >= len(written):
                continue
            if _KEY.findall(written[place][0]) == _KEY.findall(child.content):
                yield written[place].span()
        before[first, last] += len(known)  # the cells of a row share its line
