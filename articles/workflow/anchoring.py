"""The words that a comment is about: as somebody chose them, as they are kept, as they change."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from articles.canonical import clean_text
from articles.content import quotes
from articles.content.quotes import Quote, QuoteRefused
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
    return asdict(found)


def quote_of(comment: Comment) -> Quote:
    """The anchor of a comment, to find its words again. The comment has one."""
    return Quote(**{field.name: getattr(comment, field.name) for field in fields(Quote)})


def replaced(body: str, comment: Comment) -> str:
    """The text with the proposed wording instead of the quote. Raises ``InputRefused``."""
    assert comment.wording is not None
    if body.count(comment.exact) != 1:
        message = _("the words are gone, or stand in formatting; write the wording in by hand.")
        raise InputRefused("wording", message, "not_replaceable")
    return body.replace(comment.exact, comment.wording)
