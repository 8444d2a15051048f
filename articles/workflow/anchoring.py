"""The words that a comment is about: as somebody chose them, as they are kept, as they change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.canonical import clean_text
from articles.content import quotes
from articles.content.quotes import Plain, Quote, QuoteRefused
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
    around = (clean_text(getattr(chosen, name), name) for name in ("exact", "prefix", "suffix"))
    try:
        found = quotes.quote_words(body, *around, near=chosen.near)
    except QuoteRefused as refused:
        message = _("these words stand in several places; choose a few more.")
        raise InputRefused("exact", message, refused.code) from refused
    if found is None:
        raise InputRefused("exact", _("these words do not stand in the text."), "gone")
    return {name: getattr(found, name) for name in ("exact", "prefix", "suffix", "start")}


def quote_of(comment: Comment, text: str | Plain = "") -> Quote:
    """The quote of a comment that has one, with all that the text it was made on tells of it.

    ``text``: that text, where many comments share it. Should a newer parser no longer show the
    words there, what was stored is the quote.
    """
    stored = Quote(comment.exact, comment.prefix, comment.suffix, comment.start)
    around = (stored.exact, stored.prefix, stored.suffix)
    return quotes.quote_words(text or comment.record.body, *around, near=stored.start) or stored


def replaced(body: str, comment: Comment) -> str:
    """The text with the proposed wording instead of the quote. Raises ``InputRefused``."""
    assert comment.wording is not None
    if body.count(comment.exact) != 1:
        message = _("the words are gone, or stand in formatting; write the wording in by hand.")
        raise InputRefused("wording", message, "not_replaceable")
    return body.replace(comment.exact, comment.wording)
