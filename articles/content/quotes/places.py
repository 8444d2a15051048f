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

    def before(self, place: Place) -> str:
        """The words before a place, as many as a context holds."""
        return self.text[max(place.start - CONTEXT, 0) : place.start]

    def after(self, place: Place) -> str:
        """The words after a place, as many as a context holds."""
        return self.text[place.end : place.end + CONTEXT]

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

    def _starts(self, exact: str) -> Iterator[int]:
        start = self.text.find(exact) if exact else -1
        while start >= 0:
            yield start
            start = self.text.find(exact, start + 1)

    def fit(self, place: Place, prefix: str, suffix: str) -> int:
        """How many characters next to a place are the same as next to the quote, 0 to 64.

        The edge of the text counts as much as a whole context.
        """
        before = self.text[max(place.start - CONTEXT - 1, 0) : place.start].rstrip()
        after = self.text[place.end : place.end + CONTEXT + 1].lstrip()
        return _run(prefix.rstrip()[::-1], before[::-1]) + _run(suffix.lstrip(), after)

    def is_same_word(self, place: Place, prefix: str, suffix: str) -> bool:
        """Whether the words begin and end within a word as the quote does, or at its borders as
        the quote does: 5 mg is not in 25 mg, 0.5 mg or 5 mg/kg.
        """
        exact = self.text[place.start : place.end]
        before = rest_before(self.before(place), exact) == rest_before(prefix, exact)
        return before and rest_after(self.after(place), exact) == rest_after(suffix, exact)


def squeezed(text: str) -> str:
    """All white space as single spaces, at the ends too."""
    return re.sub(r"\s+", " ", text)


def rest_before(context: str, exact: str) -> str:
    """The part of the first word that stands before the quoted words."""
    found = _WORD_BEFORE.search(context) if re.match(r"\w", exact) else None
    return found[0] if found else ""


def rest_after(context: str, exact: str) -> str:
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
    """How far two texts agree; both at an end of the text are a whole context."""
    if context == there:
        return CONTEXT
    pairs = zip(context, there, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
