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
    if quote.twins == 0 and not others and len(quote.exact.split()) >= TELLING:
        return best.found
    return _unmoved(candidates, quote)


def _surroundings_tell(best: _Candidate, others: list[_Candidate], quote: Quote) -> bool:
    """Whether one place fits far better than any other does now and did then.

    A twin may have come to stand where the words stood, and the words elsewhere. So nothing is
    told where another place fits better than one did, unless it may be a copy, nor where a close
    rival of then is not among the others; and fitting on one side is enough only if no place was
    lost.
    """
    twins = -1 if quote.twins is None else quote.twins
    rival = max((other.fit for other in others), default=0)
    if best.fit < max(rival, quote.rival) + AHEAD:
        return False
    if rival < quote.rival and quote.rival >= CLOSE:
        return False
    if rival > quote.rival and len(others) <= twins:
        return False
    contexts = len(quote.prefix.strip()), len(quote.suffix.strip())
    told = [side >= min(ENOUGH, known) for side, known in zip(best.sides, contexts, strict=True)]
    return all(told) or (any(told) and rival <= quote.rival and len(others) >= twins)


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
    """The words among places that look alike: no place was lost, and this one stands where they
    stood, by far the nearest. Others may look like theirs no more than one did at the time; where
    there are more places than then, they may be copies.
    """
    if quote.twins is None or len(candidates) <= quote.twins:
        return None
    nearest, *others = sorted(candidates, key=lambda each: (each.moved, -each.fit))
    rival = max((other.fit for other in others), default=0)
    if nearest.moved == 0:
        copied = len(others) > quote.twins and rival <= nearest.fit
        return nearest.found if copied or rival <= quote.rival else None
    crowded = any(other.moved < NEARER * nearest.moved for other in others)
    if nearest.moved > CONTEXT or crowded or rival != quote.rival:
        return None
    return nearest.found
