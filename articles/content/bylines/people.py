"""The people of a byline: names, degrees, boards, and what else stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import words

_BOARD = re.compile(
    r"(?P<board>.*?\b(?:Board|College)\b.*?)"
    r"(?:,? with (?:a )?(?:sub)?special(?:ty|ties|ization) in (?P<subspecialty>.+))?"
)
_CERTIFIED = re.compile(r",?\s*board[ -]certified\b[^;]*", re.IGNORECASE)
_BOARD_AFTER_COMMA = re.compile(
    r",\s*(?=(?:American|Royal|European|Canadian|Australian)\b[^,;]*\b(?:Board|College)\b)"
)
_AND = re.compile(r",?\s+(?:and|&)\s+")
_PART = re.compile(r"(?:[^,()\s]|\s(?![-\u2013\u2014]\s))+")
_MOST_BESIDE = 10
"""Words of what stands beside a name."""


@dataclass(frozen=True, slots=True)
class Named:
    """``printed``: name, title and degrees to the letter; empty for a group of people.

    ``boards``: each with its subspecialty, which may be empty. ``plain``: whether nothing but the
    name says that this is somebody who may review: no degree, title, board or profession.
    """

    printed: str
    degrees: tuple[str, ...] = ()
    boards: tuple[tuple[str, str], ...] = ()
    plain: bool = False


def people_in(who: str) -> list[Named]:
    """Everybody named in what follows “reviewed by”; none where it is not names alone."""
    certified = bool(_CERTIFIED.search(who))
    first, *rest = _BOARD_AFTER_COMMA.sub("; ", _CERTIFIED.sub("", who)).split(";")
    found: list[Named] = []
    here = _together(first)
    for part in rest:
        if board := _board(part):
            here = [_with_board(person, board) for person in here]
        elif more := _together(part):
            found, here = found + here, more
        elif not words.is_aside(part, _MOST_BESIDE):
            return []
    found += here
    return [replace(each, plain=False) for each in found] if certified else found


def person(text: str) -> Named:
    """One person, whatever their name looks like; degrees are read from it, not cut off."""
    printed = text.strip().rstrip(",")
    degrees = [part.strip() for part in printed.split(",")[1:]]
    if not degrees and (found := _in_turn(printed)):
        return found[0]
    return Named(printed, tuple(filter(words.is_degree, degrees)))


def _with_board(named: Named, board: tuple[str, str]) -> Named:
    return replace(named, boards=(*named.boards, board), plain=False)


def _board(text: str) -> tuple[str, str] | None:
    match = _BOARD.fullmatch(text.strip())
    return (match["board"], match["subspecialty"] or "") if match else None


def _together(text: str) -> list[Named]:
    """People with “and” between them, or one whose profession has it."""
    apart = [_in_turn(piece) for piece in _AND.split(text)]
    if all(apart):
        return [named for people in apart for named in people]
    return _in_turn(text)


def _in_turn(text: str) -> list[Named]:
    """People with commas between them. A place reads as a name does, so that another than the
    first needs a title or a degree.
    """
    found: list[Named] = []
    start = 0
    parts = list(_parts(text))
    for number, (begin, end) in enumerate(parts):
        part = text[begin:end]
        named = words.name(part)
        following = text[slice(*parts[number + 1])] if number + 1 < len(parts) else ""
        if named and (not found or named.titled or named.degrees or words.degrees(following)):
            found.append(Named(part, named.degrees, plain=not (named.titled or named.degrees)))
            start = begin
        elif not found:
            return []
        elif degrees := words.degrees(part):
            every = (*found[-1].degrees, *degrees)
            found[-1] = Named(text[start:end], every)
        elif words.is_suffix(part):
            found[-1] = replace(found[-1], printed=text[start:end])
        elif words.is_aside(part, _MOST_BESIDE):
            found[-1] = replace(found[-1], plain=found[-1].plain and not words.profession(part))
        else:
            return []
    return found if all(map(_is_whole, found)) else []


def _is_whole(named: Named) -> bool:
    """A name of one word needs a degree or a title."""
    return not named.plain or " " in named.printed


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts lie that commas, brackets and dashes divide, without the space around."""
    for match in _PART.finditer(text):
        part = match[0]
        begin = match.start() + len(part) - len(part.lstrip(" \t\n-\u2013\u2014"))
        end = match.start() + len(part.rstrip())
        if begin < end:
            yield begin, end
