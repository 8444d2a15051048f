"""Quotes: words of an article that a comment stands on, found again after edits."""

from articles.content.quotes.finding import Found, find
from articles.content.quotes.plain import Plain, plain
from articles.content.quotes.quoting import Quote, QuoteRefused, quote, quote_words
from articles.content.quotes.replacing import NotReplaceable, replace

__all__ = [
    "Found",
    "NotReplaceable",
    "Plain",
    "Quote",
    "QuoteRefused",
    "find",
    "plain",
    "quote",
    "quote_words",
    "replace",
]
