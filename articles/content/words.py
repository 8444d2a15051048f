"""The words a reader sees in Markdown, in order.

Markup, link targets and citation marks are left out; an image counts with its alternative text.
"""

from __future__ import annotations

from articles.content.blocks import parse


def words(body: str) -> list[str]:
    """The visible words of a Markdown body, in reading order."""
    return [word for block in parse(body) for word in block.text.split()]


def word_count(body: str) -> int:
    """How many visible words a Markdown body has."""
    return len(words(body))
