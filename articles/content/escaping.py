"""Plain text as Markdown that renders to the letter, with as few backslashes as that needs."""

from __future__ import annotations

import re

_ANYWHERE = re.compile(
    r"""[*`|\[]                                  # emphasis, code, cells, links and citations
    |\\(?=[!-/:-@\[-`{-~]|$)                     # a backslash that would escape, or end the line
    |(?<![^\W_])_|_(?![^\W_])                    # an underscore that is not inside a word
    |<(?=[A-Za-z/!?])                            # tags and automatic links
    |&(?=\#?\w+;)                                # entities
    |~(?=~)|(?<=~)~                              # fences and strikethrough
    """,
    re.VERBOSE,
)
_AT_START = re.compile(r"\#{1,6}(?= |$)|[-+](?= |$)|--[- ]+$|>")
_NUMBER_AT_START = re.compile(r"^(\d{1,9})([.)])(?= |$)", re.ASCII)
_CLOSING_HASHES = re.compile(r"(^| )(#+)$")


def paragraph(text: str) -> str:
    """One paragraph of plain text as one line of Markdown."""
    line = _ANYWHERE.sub(r"\\\g<0>", one_line(text))
    line = _NUMBER_AT_START.sub(r"\1\\\2", line)
    return f"\\{line}" if _AT_START.match(line) else line


def heading(text: str, level: int = 2) -> str:
    """One heading line of plain text as Markdown."""
    line = _ANYWHERE.sub(r"\\\g<0>", one_line(text))
    line = _CLOSING_HASHES.sub(r"\1\\\2", line)
    return f"{'#' * level} {line}"


def one_line(text: str) -> str:
    """ASCII white space as single spaces; unusual spaces stay, the reviewer sees them marked."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")
