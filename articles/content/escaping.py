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
_AT_START = re.compile(r"\#{1,6}(?= |$)|[-+](?= |$)|--[- ]+$|>|=+ *$|:-")
_NUMBER_AT_START = re.compile(r"^(\d{1,9})([.)])(?= |$)", re.ASCII)
_CLOSING_HASHES = re.compile(r"(^| )(#+)$")


def paragraph(text: str) -> str:
    """One paragraph of plain text as one line of Markdown."""
    return _at_start(_ANYWHERE.sub(r"\\\g<0>", one_line(text)))


def piece(text: str, *, begins_line: bool = False, before_link: bool = False) -> str:
    """Part of a line of plain text between other markup; its white space stays.

    ``before_link``: a link follows, which an exclamation mark would make an image.
    """
    line = _ANYWHERE.sub(r"\\\g<0>", text)
    if before_link and line.endswith("!"):
        line = f"{line[:-1]}\\!"
    return _at_start(line) if begins_line else line


def _at_start(line: str) -> str:
    """A line that opens no list, quote, heading, rule or table, and underlines none."""
    line = _NUMBER_AT_START.sub(r"\1\\\2", line)
    return f"\\{line}" if _AT_START.match(line) else line


def heading(text: str, level: int = 2) -> str:
    """One heading line of plain text as Markdown."""
    line = _ANYWHERE.sub(r"\\\g<0>", one_line(text))
    return f"{'#' * level} {closing_hashes(line)}"


def closing_hashes(line: str) -> str:
    """The Markdown of a heading's line, hashes at its end kept as signs."""
    return _CLOSING_HASHES.sub(r"\1\\\2", line)


def one_line(text: str) -> str:
    """ASCII white space as single spaces; unusual spaces stay, the reviewer sees them marked."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")
