"""Quotes: words of an article that a comment stands on, found again after edits."""

from articles.content.quotes.finding import Found, find
from articles.content.quotes.plain import Plain, plain
from articles.content.quotes.quoting import Quote, QuoteRefused, quote, quote_words

__all__ = [
    "Found",
    "Plain",
    "Quote",
    "QuoteRefused",
    "find",
    "plain",
    "quote",
    "quote_words",
]
