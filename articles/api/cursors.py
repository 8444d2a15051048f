"""A place in the feed. Readers keep it as it is; it stands for an entry of the ledger.

Every cursor of the right form is one, so that nothing about it can be refused but that its place
does not exist yet.
"""

from __future__ import annotations

import re

from articles.errors import InputRefused

PATTERN = "^m[0-9a-f]{1,15}$"
LONGEST = 16
START = "m0"
"""Before the first entry."""
_FORM = re.compile("m([0-9a-f]{1,15})")


def written(seq: int) -> str:
    """The cursor behind entry ``seq``; -1 is the place before the first."""
    return f"m{seq + 1:x}"


def read(cursor: str) -> int:
    """The entry that a cursor stands behind. Raises ``InputRefused`` for what is none."""
    form = _FORM.fullmatch(cursor)
    if form is None:
        raise InputRefused("since", "take it from “next” of the last page, as it is.", "cursor")
    return int(form[1], 16) - 1
