"""A quote of an article's words: exact text, the words around it, and hints of its place.

Source: TextQuoteSelector and TextPositionSelector of the W3C Web Annotation Data Model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter

from articles.content.quotes.places import (
    CONTEXT,
    WIDEST,
    Place,
    Squeezed,
    squeezed,
)
from articles.content.quotes.plain import Plain, plain_of
from articles.errors import ReviewFlowError

LONGEST = 5_000
"""Characters that one quote may have."""


@dataclass(frozen=True, slots=True)
class Quote:
    """``exact``, ``prefix`` and ``suffix`` have all white space as single spaces.

    The others are hints: how many characters of ``Plain.text`` stood before and after the words;
    and ``twins``: how well every other place of the same words fitted these surroundings
    (``Squeezed.fit``), the best first. None: not known.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    after: int | None = None
    twins: tuple[int, ...] | None = None

    @property
    def rival(self) -> int:
        """The fit of the best twin."""
        return max(self.twins or (), default=0)


class QuoteRefused(ReviewFlowError):
    """Words that cannot be quoted: ``empty``, ``too_long`` or ``ambiguous``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def quote(article: str | Plain, start: int, end: int) -> Quote:
    """The words of ``Plain.text[start:end]``, without white space at their ends.

    Raises ``QuoteRefused`` for no words, or for more than ``LONGEST`` characters.
    """
    text = plain_of(article).text
    start, end = max(start, 0), max(end, 0)
    chosen = text[start:end]
    _admitted(chosen)
    start += len(chosen) - len(chosen.lstrip())
    end = start + len(chosen.strip())
    words = Squeezed(text)
    return _quote(words, words.place(start, end), start, len(text) - end)


def quote_words(
    article: str | Plain, exact: str, prefix: str = "", suffix: str = "", near: int | None = None
) -> Quote | None:
    """The quote that a selection or a form means; None where the words do not stand.

    ``prefix`` and ``suffix`` are what stands around it, of any length; ``near`` an offset of
    ``Plain.text``. Of several places the one that fits best is meant, else the nearest. Part of a
    word is meant only where the context says so. Raises ``QuoteRefused``: ``ambiguous`` when
    several places are left.
    """
    exact = _admitted(exact)
    text = plain_of(article).text
    words = Squeezed(text)
    prefix, suffix = squeezed(prefix)[-WIDEST:], squeezed(suffix)[:WIDEST]
    places = _words(words, exact, prefix, suffix) or _words(words, exact, "", "")
    if not places:
        return None
    place = _meant(words, places, prefix, suffix, near)
    start, end = words.original(place)
    return _quote(words, place, start, len(text) - end)


def _admitted(chosen: str) -> str:
    exact = squeezed(chosen).strip()
    if not exact:
        raise QuoteRefused("empty")
    if len(exact) > LONGEST:
        raise QuoteRefused("too_long")
    return exact


def _words(words: Squeezed, exact: str, prefix: str, suffix: str) -> list[Place]:
    return [place for place in words.places(exact) if words.is_same_word(place, prefix, suffix)]


def _meant(
    words: Squeezed, places: list[Place], prefix: str, suffix: str, near: int | None
) -> Place:
    if prefix or suffix:
        places = _least(places, lambda place: -words.fit(place, prefix, suffix))
    if near is not None:
        places = _least(places, lambda place: abs(words.original(place)[0] - near))
    if len(places) > 1:
        raise QuoteRefused("ambiguous")
    return places[0]


def _least(places: list[Place], distance: Callable[[Place], int]) -> list[Place]:
    """The places, one or several, at the least distance."""
    measured = [(distance(place), place) for place in places]
    least = min(measured, key=itemgetter(0))[0]
    return [place for far, place in measured if far == least]


def _quote(words: Squeezed, place: Place, start: int, after: int) -> Quote:
    exact = words.text[place.start : place.end]
    near = words.before(place, CONTEXT), words.after(place, CONTEXT)
    twins = [twin for twin in words.same(exact, *near) if twin != place]
    wide = words.before(place, WIDEST), words.after(place, WIDEST)
    shared_before = max((words.fit_before(twin, wide[0]) for twin in twins), default=0)
    shared_after = max((words.fit_after(twin, wide[1]) for twin in twins), default=0)
    prefix = _cut(wide[0][::-1], shared_before)[::-1]
    suffix = _cut(wide[1], shared_after)
    fits = sorted((words.fit(twin, prefix, suffix) for twin in twins), reverse=True)
    return Quote(exact, prefix, suffix, start, after, tuple(fits))


def _cut(context: str, shared: int) -> str:
    """The first ``CONTEXT`` characters, and as many more as twins share, to the end of a word
    unless that would leave next to nothing.
    """
    width = CONTEXT + shared if shared >= CONTEXT // 2 else CONTEXT
    if len(context) <= width:
        return context
    border = context.rfind(" ", 0, width)
    return context[:border] if border >= width - CONTEXT // 2 else context[:width]
