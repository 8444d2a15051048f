"""The words that a comment is about, as somebody chose them and as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.content import blocks
from articles.errors import InputRefused
from articles.models import Comment

MOST = 2_000
"""Characters of a quote."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a page sends: the words, those around them, and about where (in characters).

    No words: the comment is about the whole text.
    """

    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    near: int | None = None


def anchored(body: str, chosen: Chosen) -> dict[str, Any]:
    """The columns of the anchor, for words that stand in this text. Raises ``InputRefused``."""
    if not chosen.exact.strip():
        return {}
    if len(chosen.exact) > MOST:
        message = _("choose fewer words: at most %s characters.") % MOST
        raise InputRefused("exact", message, "too_long")
    start = "\n".join(block.text for block in blocks.parse(body)).find(chosen.exact)
    if start < 0:
        raise InputRefused("exact", _("these words do not stand in the text."), "gone")
    return {
        "exact": chosen.exact,
        "prefix": chosen.prefix,
        "suffix": chosen.suffix,
        "start": start,
    }


def replaced(body: str, comment: Comment) -> str:
    """The text with the proposed wording instead of the quote. Raises ``InputRefused``."""
    assert comment.wording is not None
    if body.count(comment.exact) != 1:
        raise InputRefused("wording", _("put this wording in by hand."), "not_replaceable")
    return body.replace(comment.exact, comment.wording)
