"""Text in a cell of a spreadsheet: read as it stands, and never run."""

from __future__ import annotations

import re

from articles.intake import printable

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that begins so for a formula, and runs it."""
WRAPPING = ' \n"'
"""What may stand before it all the same."""
_INSIDE = re.compile(rf"([;|\t\r\n])([\s\"]*)(?=[{re.escape(''.join(FORMULA))}])")
"""Where a cell begins for a spreadsheet that parts cells at another sign than the comma."""


def cell(value: object) -> str:
    """With an apostrophe before what a spreadsheet would run; several values are lines of one."""
    parts = value if isinstance(value, tuple) else (value,)
    text = "\n".join(printable(str(part)) for part in parts)
    text = _INSIDE.sub(r"\1\2'", text)
    return f"'{text}" if text.lstrip(WRAPPING).startswith(FORMULA) else text
