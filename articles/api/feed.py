"""A page of the feed as bytes, of bounded size."""

from __future__ import annotations

import json

from articles import released
from articles.errors import Refusal, TransitionRefused
from articles.models import LedgerHead

from . import cursors, shown

LARGEST = 8_000_000
"""Bytes after which a page ends early: pictures stand in the text, and a page is held in memory."""


def body(since: int, limit: int, specialty: str) -> bytes:
    """The articles that moved after a ledger entry, and where to go on.

    Raises ``TransitionRefused`` for a place that this ledger has not reached: whoever holds such a
    cursor read from another one, and would miss what this one tells.
    """
    page = released.page(since, limit, specialty)
    if not page.items and since >= _size():
        ahead = "This cursor lies ahead of the ledger; read the feed from its beginning."
        raise TransitionRefused("feed", [Refusal("cursor_ahead", ahead)])
    written, end, more = _items(page)
    rest = {"next": cursors.written(end), "more": more}
    return b'{"items":[%b],%b\n' % (b",".join(written), json.dumps(rest).encode()[1:])


def _items(page: released.Page) -> tuple[list[bytes], int, bool]:
    """The items that fit, at least one; else the next page begins behind the last of them."""
    written: list[bytes] = []
    room, before = LARGEST, page.seq
    for found in page.items:
        data = shown.as_bytes(shown.item(found)).rstrip()
        if written and len(data) > room:
            return written, before, True
        room -= len(data)
        before = found.seq
        written.append(data)
    return written, page.seq, page.more


def _size() -> int:
    return LedgerHead.objects.get().size
