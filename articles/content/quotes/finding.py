"""A quote found again after edits, or not at all: never at other words."""

from __future__ import annotations

from dataclasses import dataclass

from articles.content.quotes.places import Place, Squeezed, spellings
from articles.content.quotes.plain import Plain, plain_of
from articles.content.quotes.quoting import Quote

ENOUGH = 8
"""Characters of context, of 64, without which a place is not taken for the quote's."""
AHEAD = 4
"""Characters of context by which a place must be ahead of every other."""
TELLING = 6
"""Words of a quote that needs no context if it stood, and stands, in one place only."""


@dataclass(frozen=True, slots=True)
class Found:
    """A half-open range of ``Plain.text``."""

    start: int
    end: int


def find(article: str | Plain, quote: Quote) -> Found | None:
    """Where the quoted words stand now; None where they are gone, or where nothing tells which
    of several places is theirs.

    The words must be there (``places`` says what counts as the same). A place is theirs if its
    surroundings fit better than those of every other place do now and did at the time; failing
    that, if it is the only one as far from the start or the end of the text as they were.
    Linear in the length of the text.
    """
    text = plain_of(article).text
    words = Squeezed(text)
    ranked = _ranked(words, quote)
    if not ranked:
        return None
    best, place = ranked[0]
    rivals = [fit for fit, _ in ranked[1:]]
    if quote.rival is not None:
        rivals.append(quote.rival)
    ahead = best >= max(rivals, default=0) + AHEAD
    if (ahead and best >= ENOUGH) or (not rivals and _is_telling(quote)):
        return Found(*words.original(place))
    unmoved = [
        found
        for fit, place in ranked
        if fit >= ENOUGH and _has_not_moved(found := Found(*words.original(place)), text, quote)
    ]
    return unmoved[0] if len(unmoved) == 1 else None


def _ranked(words: Squeezed, quote: Quote) -> list[tuple[int, Place]]:
    """Every place of the words with its fit, the best first."""
    fits = [
        (words.fit(place, quote.prefix, quote.suffix), place)
        for spelling in spellings(quote.exact)
        for place in words.places(spelling)
        if words.is_same_word(place, quote.prefix, quote.suffix)
    ]
    return sorted(fits, key=lambda item: (-item[0], item[1].start))


def _is_telling(quote: Quote) -> bool:
    return len(quote.exact.split()) >= TELLING


def _has_not_moved(found: Found, text: str, quote: Quote) -> bool:
    return found.start == quote.start or len(text) - found.end == quote.after
