"""How many words each version of an article changed; counted once, since no version ever changes.

The figure is that of the page which compares the two: the redline's words and those of the fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from articles.content.redline import redline
from articles.models import Article

from .fields import field_lines

AT_ONCE = 3_000_000
"""Characters of texts that one page counts, in about two seconds; the rest is counted next time."""
MOST = 50_000
"""Pairs that are remembered: some megabytes."""

_known: dict[tuple[str, str], int] = {}


def changed_words(article: Article, records: Sequence[Any]) -> dict[int, int]:
    """Words changed, by ``history_id`` of a record; of one not counted yet there is nothing.

    ``records``: neighbours, the newest first, each with ``content_digest`` and ``size`` (characters
    of its body). The last one only says what the one after it is compared with. One statement.
    """
    pairs = list(pairwise(records))
    _count(article, [pair for pair in pairs if _key(*pair) not in _known])
    return {
        later.history_id: _known[_key(later, earlier)]
        for later, earlier in pairs
        if _key(later, earlier) in _known
    }


def _key(later: Any, earlier: Any) -> tuple[str, str]:
    return earlier.content_digest, later.content_digest


def _count(article: Article, pairs: Sequence[tuple[Any, Any]]) -> None:
    """Count as many as one page may, the newest first, and at least one."""
    left = AT_ONCE
    wanted: list[tuple[int, int]] = []
    for later, earlier in pairs:
        if wanted and left < later.size + earlier.size:
            break
        left -= later.size + earlier.size
        wanted.append((later.history_id, earlier.history_id))
    if not wanted:
        return
    keys = {key for pair in wanted for key in pair}
    texts = {text.history_id: text for text in article.history.filter(history_id__in=keys)}
    if len(_known) + len(wanted) > MOST:
        _known.clear()
    for later, earlier in wanted:
        old, new = texts[earlier], texts[later]
        words = redline(old.body, new.body).summary().words
        words += sum(line.words for line in field_lines(old, new))
        _known[old.content_digest, new.content_digest] = words
