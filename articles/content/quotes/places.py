"""Where given words stand in a text, and how well a place fits the words around a quote.

White space is compared as one space, whatever it is and however much: a line break or a no-break
space does not make other words. Case counts, because it carries meaning (mg and Mg).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

CONTEXT = 32
"""Characters kept on either side of a quote."""
WIDEST = 160
"""The same where other places of the words have the same characters next to them."""
MOST = 10_000
"""Words in more places than this are not looked for: the work stays bounded."""

_GLUE = r"[-.,:/'’‐–·]"
_WORD_BEFORE = re.compile(rf"(?:\w+{_GLUE})*\w*\Z")
_WORD_AFTER = re.compile(rf"\w*(?:{_GLUE}\w+)*")
_LETTERS = re.compile(r"[^\W\d_]{3,}(?!\w)")


@dataclass(frozen=True, slots=True)
class Place:
    """A half-open range of a squeezed text."""

    start: int
    end: int


class Squeezed:
    """A text with all white space as single spaces, none at its ends, that knows the way back."""

    def __init__(self, original: str) -> None:
        words = [(match[0], match.start()) for match in re.finditer(r"\S+", original)]
        self.text = " ".join(word for word, _ in words)
        self._original = [start for _, start in words]
        self._own: list[int] = []
        offset = 0
        for word, _ in words:
            self._own.append(offset)
            offset += len(word) + 1

    def original(self, place: Place) -> tuple[int, int]:
        """A place that neither begins nor ends with a space, as a range of the original text."""
        return self._back(place.start), self._back(place.end - 1) + 1

    def _back(self, offset: int) -> int:
        word = bisect_right(self._own, offset) - 1
        return self._original[word] + offset - self._own[word]

    def before(self, place: Place, width: int) -> str:
        """The characters before a place, at most ``width``."""
        return self.text[max(place.start - width, 0) : place.start]

    def after(self, place: Place, width: int) -> str:
        """The characters after a place, at most ``width``."""
        return self.text[place.end : place.end + width]

    def place(self, start: int, end: int) -> Place:
        """The way there: a range of the original text that begins and ends with a word."""
        return Place(self._forth(start), self._forth(end - 1) + 1)

    def _forth(self, offset: int) -> int:
        word = bisect_right(self._original, offset) - 1
        return self._own[word] + offset - self._original[word]

    def places(self, exact: str) -> list[Place]:
        """Every place of these words, overlapping ones too; none if they are more than ``MOST``."""
        found = list(islice(self._starts(exact), MOST + 1))
        return [Place(start, start + len(exact)) for start in found] if len(found) <= MOST else []

    def same(self, exact: str, prefix: str, suffix: str) -> list[Place]:
        """Every place of the same words, in whichever of their spellings, parts of other words
        left out.
        """
        return [
            place
            for spelling in spellings(exact)
            for place in self.places(spelling)
            if self.is_same_word(place, prefix, suffix)
        ]

    def _starts(self, exact: str) -> Iterator[int]:
        start = self.text.find(exact) if exact else -1
        while start >= 0:
            yield start
            start = self.text.find(exact, start + 1)

    def fit(self, place: Place, prefix: str, suffix: str) -> int:
        """How many characters next to a place are the same as next to the quote.

        Where the text begins or ends as it did, that counts as a whole context.
        """
        return self.fit_before(place, prefix) + self.fit_after(place, suffix)

    def fit_before(self, place: Place, prefix: str) -> int:
        """The share of what stands before."""
        before = self.before(place, len(prefix) + 1)
        return _run(prefix.rstrip()[::-1], before.rstrip()[::-1])

    def fit_after(self, place: Place, suffix: str) -> int:
        """The share of what stands after."""
        return _run(suffix.lstrip(), self.after(place, len(suffix) + 1).lstrip())

    def is_same_word(self, place: Place, prefix: str, suffix: str) -> bool:
        """Whether the words begin and end within a word as the quote does, or at its borders as
        the quote does: 5 mg is not in 25 mg, 0.5 mg or 5 mg/kg.
        """
        exact = self.text[place.start : place.end]
        before, after = self.before(place, CONTEXT), self.after(place, CONTEXT)
        if _rest_before(before, exact) != _rest_before(prefix[-CONTEXT:], exact):
            return False
        return _rest_after(after, exact) == _rest_after(suffix[:CONTEXT], exact)


def squeezed(text: str) -> str:
    """All white space as single spaces, at the ends too."""
    return re.sub(r"\s+", " ", text)


def _rest_before(context: str, exact: str) -> str:
    """The part of the first word that stands before the quoted words."""
    found = _WORD_BEFORE.search(context) if re.match(r"\w", exact) else None
    return found[0] if found else ""


def _rest_after(context: str, exact: str) -> str:
    """The part of the last word that stands after the quoted words."""
    found = _WORD_AFTER.match(context) if re.search(r"\w\Z", exact) else None
    return found[0] if found else ""


def spellings(exact: str) -> tuple[str, ...]:
    """The words, and the same words where the first begins a sentence now, or no longer; not for
    abbreviations and not for words of one or two letters.
    """
    word = _LETTERS.match(exact)
    other = exact[:1].swapcase()
    if not word or not word[0][1:].islower() or len(other) != 1 or other == exact[0]:
        return (exact,)
    return exact, other + exact[1:]


def _run(context: str, there: str) -> int:
    """How far two texts agree; two that end here and now are a whole context."""
    if not context and not there:
        return CONTEXT
    pairs = zip(context, there, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
