"""The parts of a line that is a byline and nothing else: reviewers, authors, days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.content.dates import Written, first_day

from .labels import ROLE, bare, is_label
from .review import Review, review_in

LONGEST_LINE = 400
"""Characters; what is longer is prose."""

BETWEEN = re.compile(r"\s*[|•·\n]\s*")
_BEFORE_ROLE = re.compile(
    rf"(?:\s*[;,.]\s+|\s+[–—/-]\s+|\s+\(|(?P<joined>,?\s+(?:and|&)\s+))(?={ROLE})", re.IGNORECASE
)
_COMPLETE = re.compile(r"\b(?:by|author|reviewers?)\b|:", re.IGNORECASE)
_REVIEWED = re.compile(
    r"(?:(?:last|medically|clinically|date)\s+){0,2}(?:medical(?:ly)? |clinical )?review(?:ed)?"
    r"(?: date)?(?: on)?\s*:?\s*(?P<day>.{6,30})",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"(?:(?:last|first|originally)\s+)?(?:updated|published|modified|posted|written)"
    r"(?: date)?(?: on)?\s*:?\s*(?P<day>.{6,30})",
    re.IGNORECASE,
)
_FIRST = r"[^\W\d_a-z][\w.'’-]*"
_REST = r"(?:, [A-Z][\w.-]{1,9}){0,4}"
_NAME = rf"{_FIRST}(?: [\w.'’-]+){{1,4}}{_REST}"
_AUTHOR = re.compile(
    rf"(?:(?:Written|Authored|Posted|Words|Text) by|By|Author)\s*:?\s+(?P<who>{_NAME})\.?"
)
_BESIDE = re.compile(rf"(?:(?:written|authored) by|by|author)\s*:?\s+(?P<who>{_NAME})\.?")
_ONE_NAME = re.compile(rf"(?:Written|Authored) by\s*:?\s+(?P<who>{_FIRST}{_REST})")
_CHECKED = re.compile(
    r"Fact[ -]checked(?: by)?\s*:?\s*.{0,80}|\d{1,3}[ -]min(?:ute)?s?(?: read)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Part:
    """``kind`` is claim, reviewed, changed, author, checked, or day for a date without words.
    ``review``: of a claim. ``who``: of an author.
    """

    kind: str
    words: str
    review: Review | None = None
    who: str = ""


def parts_of(words: str, locale: str = "", *, near: bool) -> list[Part]:
    """The parts of a block that is a byline and nothing else; none of any other.

    ``near``: whether it stands near the top or the end, where a line may be about the author or
    a day alone. ``locale`` as in ``first_day``.
    """
    if len(words) > LONGEST_LINE:
        return []
    pieces = list(_pieces(words))
    reviews = [_review(piece, locale, first=not n) for n, piece in enumerate(pieces)]
    claimed = any(reviews)
    if not (near or claimed):
        return []
    found = [
        Part("claim", piece, review) if review else _part(piece, locale, claimed=claimed)
        for piece, review in zip(pieces, reviews, strict=True)
    ]
    known = [part for part in found if part is not None]
    return _with_days(known) if len(known) == len(found) else []


def typed_in(words: str) -> list[Review]:
    """The reviews that a line claims, when it or what stands between its bars is a byline."""
    if len(words) > LONGEST_LINE:
        return []
    parts = parts_of(words, near=False) or [
        part for line in BETWEEN.split(words) for part in parts_of(line, near=False)
    ]
    return [part.review for part in parts if part.review]


def _pieces(words: str) -> Iterator[str]:
    """What may be a part each; a label goes with the name in the next line."""
    label = ""
    for line in filter(None, BETWEEN.split(words)):
        if is_label(line):
            label = f"{label}{line} "
            continue
        yield from _roles(f"{label}{line}")
        label = ""
    if label:
        yield label.rstrip()


def _roles(line: str) -> Iterator[str]:
    """A line parted where another role begins; “written and reviewed by” is one."""
    start = 0
    for match in _BEFORE_ROLE.finditer(line):
        if match["joined"] and not _COMPLETE.search(line, start, match.start()):
            continue
        yield line[start : match.start()].strip()
        start = match.end()
    yield line[start:].strip()


def _review(piece: str, locale: str, *, first: bool) -> Review | None:
    """In small letters a part may begin, and no line."""
    return review_in(piece if first else f"{piece[:1].upper()}{piece[1:]}", locale)


def _part(piece: str, locale: str, *, claimed: bool) -> Part | None:
    said = bare(piece).strip("() ")
    for kind, pattern in (("reviewed", _REVIEWED), ("changed", _CHANGED)):
        match = pattern.fullmatch(said)
        if match and _is_day(match["day"], first_day(match["day"], locale)):
            return Part(kind, piece)
    author = _AUTHOR.fullmatch(said) or _ONE_NAME.fullmatch(said)
    if author := author or (_BESIDE.fullmatch(said) if claimed else None):
        return Part("author", piece, who=author["who"])
    if _CHECKED.fullmatch(said):
        return Part("checked", piece)
    return Part("day", piece) if _is_day(said, first_day(said, locale)) else None


def _with_days(parts: list[Part]) -> list[Part]:
    """A date without words is of the review where it stands beside nobody but the reviewer.

    Alone it may be of anything, so such a block is no byline.
    """
    kinds = {part.kind for part in parts}
    if kinds == {"day"}:
        return []
    day = "reviewed" if kinds == {"claim", "day"} else "changed"
    return [replace(part, kind=day) if part.kind == "day" else part for part in parts]


def _is_day(text: str, written: Written | None) -> bool:
    return written is not None and not (text[: written.start] + text[written.end :]).strip(" .,)(")
