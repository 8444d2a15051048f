"""A quote found again after edits, or not at all: never at other words."""

from __future__ import annotations

from dataclasses import dataclass

from articles.content.quotes.places import CONTEXT, Squeezed
from articles.content.quotes.plain import Plain, plain_of
from articles.content.quotes.quoting import Quote

ENOUGH = 8
"""Characters of context without which a place is not taken for the quote's."""
AHEAD = 4
"""Characters of context by which a place must be ahead of every other."""
CLOSE = 16
"""Characters of context that make a rival a close one."""
NEARER = 4
"""Times by which a place must be nearer than every other to where the words stood."""
TELLING = 6
"""Words of a quote that needs no context if it stood, and stands, in one place only."""


@dataclass(frozen=True, slots=True)
class Found:
    """A half-open range of ``Plain.text``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """``sides``: how far the surroundings are the same, before and after; ``moved``: by how much,
    counted from the nearer of start and end.
    """

    found: Found
    sides: tuple[int, int]
    moved: int

    @property
    def fit(self) -> int:
        return sum(self.sides)


def find(article: str | Plain, quote: Quote) -> Found | None:
    """Where the quoted words stand now; None where they are gone, or where nothing tells which
    of several places is theirs.

    The words must be there (``places`` says what counts as the same). A place is theirs by its
    surroundings, or as the only place there ever was, or because nothing has moved it. Linear in
    the length of the text.
    """
    candidates = _candidates(plain_of(article).text, quote)
    if not candidates:
        return None
    best, *others = sorted(candidates, key=lambda candidate: -candidate.fit)
    if _surroundings_tell(best, others, quote):
        return best.found
    if quote.twins == () and not others and len(quote.exact.split()) >= TELLING:
        return best.found
    return _unmoved(candidates, quote)


def _surroundings_tell(best: _Candidate, others: list[_Candidate], quote: Quote) -> bool:
    """Whether one place fits far better than any other does now and did then.

    A twin may have come to stand where the words stood, and the words elsewhere. So nothing is
    told where another place fits better than one did, unless it may be a copy, nor where a close
    rival of then is not among the others; and fitting on one side is enough only if no place was
    lost.
    """
    twins = -1 if quote.twins is None else len(quote.twins)
    rival = max((other.fit for other in others), default=0)
    if best.fit < max(rival, quote.rival) + AHEAD:
        return False
    if rival < quote.rival and quote.rival >= CLOSE:
        return False
    if rival > quote.rival and len(others) <= twins:
        return False
    told = [_side_tells(side, best, others, quote) for side in (0, 1)]
    if not all(told) and any(_has_a_whole_side(other, best, quote) for other in others):
        return False
    return all(told) or (any(told) and rival <= quote.rival and len(others) >= twins)


def _contexts(quote: Quote) -> tuple[int, int]:
    return len(quote.prefix.strip()), len(quote.suffix.strip())


def _side_tells(side: int, best: _Candidate, others: list[_Candidate], quote: Quote) -> bool:
    """Whether a place fits well enough on one side (0 before, 1 after), and better than others."""
    known = _contexts(quote)[side]
    if not known and quote.twins is None:
        return True
    rival = max((other.sides[side] for other in others), default=-1)
    return best.sides[side] > rival and best.sides[side] >= min(ENOUGH, known)


def _has_a_whole_side(other: _Candidate, best: _Candidate, quote: Quote) -> bool:
    """Whether another place has all of one context where the best has not: these may be the
    words, moved away from what the best stands beside now.
    """
    sides = zip(other.sides, best.sides, _contexts(quote), strict=True)
    return any(fit >= known >= ENOUGH and ours < known for fit, ours, known in sides)


def _candidates(text: str, quote: Quote) -> list[_Candidate]:
    words = Squeezed(text)
    candidates: list[_Candidate] = []
    for place in words.same(quote.exact, quote.prefix, quote.suffix):
        found = Found(*words.original(place))
        after = len(text) if quote.after is None else quote.after
        moved = min(abs(found.start - quote.start), abs(len(text) - found.end - after))
        sides = words.fit_before(place, quote.prefix), words.fit_after(place, quote.suffix)
        candidates.append(_Candidate(found, sides, moved))
    return candidates


def _unmoved(candidates: list[_Candidate], quote: Quote) -> Found | None:
    """The words among places that look alike: the twins are all there as they were, and this place
    is by far the nearest to where the words stood. Where nothing moved it at all, the twins may
    look less like it than they did, and there may be copies of it.
    """
    if quote.twins is None or len(candidates) <= len(quote.twins):
        return None
    nearest, *others = sorted(candidates, key=lambda each: (each.moved, -each.fit))
    fits = sorted((other.fit for other in others), reverse=True)
    rival = fits[0] if fits else 0
    if nearest.moved == 0:
        if len(others) > len(quote.twins) and rival <= nearest.fit:
            return nearest.found
        strangers = any(_has_a_whole_side(other, nearest, quote) for other in others)
        return None if rival > quote.rival or strangers else nearest.found
    crowded = any(other.moved < NEARER * nearest.moved for other in others)
    if nearest.moved > CONTEXT or crowded or tuple(fits) != quote.twins:
        return None
    return nearest.found
