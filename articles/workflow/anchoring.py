"""The words that a comment is about: as somebody chose them, as they are kept, as they change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.canonical import clean_text
from articles.content import quotes
from articles.content.quotes import NotReplaceable, Plain, Quote, QuoteRefused
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


def quoted(chosen: Chosen | None) -> str:
    """The chosen words as an anchor keeps them. Raises ``InputRefused``."""
    return " ".join(clean_text(chosen.exact, "exact").split()) if chosen else ""


def anchored(body: str, chosen: Chosen) -> dict[str, Any]:
    """The columns of the anchor, for words that stand in this text. Raises ``InputRefused``."""
    if not chosen.exact.strip():
        return {}
    if len(chosen.exact) > MOST:
        message = _("choose fewer words: at most %s characters.") % MOST
        raise InputRefused("exact", message, "too_long")
    exact, prefix, suffix = (
        clean_text(getattr(chosen, name), name) for name in ("exact", "prefix", "suffix")
    )
    try:
        found = quotes.quote_words(body, exact, prefix, suffix, near=chosen.near)
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
    return (
        quotes.quote_words(
            text or comment.record.body,
            stored.exact,
            stored.prefix,
            stored.suffix,
            near=stored.start,
        )
        or stored
    )


def replaced(body: str, comment: Comment) -> str:
    """The body with the proposed wording where the quoted words stand now.

    Raises ``InputRefused`` where they are gone, or where only a person can put it in.
    """
    try:
        return quotes.replace(body, quote_of(comment), comment.wording or "")
    except NotReplaceable as refused:
        message = _("this wording does not fit in by itself; write it into the text by hand.")
        if refused.code == "removed":
            message = _("the words that it should replace are gone.")
        raise InputRefused("wording", message, refused.code) from refused
