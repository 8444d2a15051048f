"""Byline lines: who a source says reviewed it, with which degrees and which board."""

from __future__ import annotations

import re

from articles.importers.base import ClaimedReviewer
from articles.importers.dates import Written, first_day

LONGEST_LINE = 400
LONGEST_BARE = 120
"""Characters; what is longer, or longer without any degree or board, is prose."""

_SURE = re.compile(
    r"\s*[*_]{0,3}(?:(?:This (?:article|page|content) (?:was|has been) )?"
    r"(?:medically|clinically)[ -](?:reviewed|checked|approved)(?: and \w+(?:[ -]checked)?)? by"
    r"|(?:medically|clinically) reviewed for (?:(?:medical|clinical) )?accuracy by"
    r"|(?:medical|clinical) review(?:er|ers|ed by| by)?(?=\s*:))\s*:?[*_]{0,3}\s*(?P<who>\S.*)",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"\s*[*_]{0,3}(?:(?:Review|(?:Medical|Clinical) [Rr]eview)(?:ed by|er|ers)"
    r"|(?:Medical|Clinical) [Rr]eview(?:ed)? by"
    r"|Reviewed for (?:(?:medical|clinical) )?accuracy by)\b"
    r"\s*:?[*_]{0,3}\s*(?P<who>\S.*)"
)
_LABEL = re.compile(
    r"(?:(?:(?:medically|clinically) )?(?:reviewed|checked) by"
    r"|(?:medical|clinical) reviewers?)\s*:?",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(
    r"[\s,;|\u00b7\u2022(\u2013\u2014-]*"
    r"(?:\b(?:(?:last|medically|clinically)\s+){0,2}(?:reviewed|updated)\s*:?\s*)?(?:\bon\b|:)?\s*$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"[,;]?\s+(?:on|[-\u2013\u2014|])\s+(?=[^;]*\b(?:19|20)\d\d\b)[\w ,./-]{6,30}$", re.IGNORECASE
)
_DEGREE = re.compile(
    r"M\.?D|D\.?O|M\.?B\.?,? ?(?:B\.?S|Ch\.?B|B\.?Ch)|BMBS|Ph\.?D|Pharm\.?D|Dr\.?PH|Psy\.?D|"
    r"D\.?D\.?S|D\.?M\.?D|D\.?P\.?M|O\.?D|D\.?C|D\.?N\.?P|R\.?N|N\.?P|PA(?:-C)?|FNP(?:-BC)?|"
    r"M\.?P\.?H|M\.?Sc?|M\.?A|M\.?H\.?S|M\.?B\.?A|M\.?Ed|RDN?|F(?:A[A-Z]{1,4}|RC[A-Z]{1,4}|IDSA)|"
    r"MRC[A-Z]{1,3}"
)
_BOARD = re.compile(
    r"(?P<board>.*?\b(?:Board|College)\b.*?)"
    r"(?:,? with (?:a )?(?:sub)?special(?:ty|ties|ization) in (?P<subspecialty>.+))?"
)
_CERTIFIED = re.compile(r",?\s*board[ -]certified\b[^;]*", re.IGNORECASE)
_BOARD_AFTER_COMMA = re.compile(
    r",\s*(?=(?:American|Royal|European|Canadian|Australian)\b[^,;]*\b(?:Board|College)\b)"
)
STOP = re.compile(
    r"(?:(?<!\bP)[a-z]{3}|\b(?:(?:19|20)\d\d|M\.?D|D\.?O|Ph\.?D|RN|NP|FACP|MPH))"
    r"[.!?][\"”]?\s+(?=[\"“]?[A-Z0-9])"
)
"""Where a sentence ends and another begins; initials and “Prof.” end none."""
_NEXT_PERSON = re.compile(r"\s+(?:and|&)\s+")


def claims_in(line: str, locale: str = "") -> list[ClaimedReviewer]:
    """The claims of one line of a source, to the letter; none when it is no byline.

    ``Medically reviewed by NAME, DEGREES; BOARD with subspecialty in X`` and its relatives. A
    bare "Reviewed by" counts only with a degree or a board, because prose begins so too. A line
    that goes on with another sentence is none: its words would be lost with the byline.
    ``locale`` as in ``first_day``.
    """
    if len(line) > LONGEST_LINE:
        return []
    written = first_day(line, locale)
    undated = _without_day(line, written) if written else line
    sure = _SURE.fullmatch(undated)
    match = sure or _PERHAPS.fullmatch(undated)
    if not match:
        return []
    if STOP.search(match["who"]):
        return []
    who = _DATED.sub("", match["who"].rstrip().rstrip("*_").removesuffix("."))
    named, *rest = _BOARD_AFTER_COMMA.sub("; ", _CERTIFIED.sub("", who)).split(";")
    boards = [_board(part) for part in rest] or [("", "")]
    day = written.day if written else None
    claims = [
        ClaimedReviewer(line, printed, board, subspecialty, degrees, day)
        for printed, degrees in _people(named)
        for board, subspecialty in boards
    ]
    if any(claim.degrees or claim.board for claim in claims):
        return claims
    return claims if sure and len(line) <= LONGEST_BARE else []


def is_label(line: str) -> bool:
    """Whether a line is the beginning of a byline whose name stands in the next."""
    return bool(_LABEL.fullmatch(line.strip()))


def person(text: str) -> tuple[str, tuple[str, ...]]:
    """Printed name, and the degrees in it, of one person.

    The printed name is as written: the degrees are read from it, not cut off.
    """
    printed = text.strip().rstrip(",")
    parts = [part.strip() for part in printed.split(",")[1:]]
    return printed, tuple(part for part in parts if _DEGREE.fullmatch(part.rstrip(".")))


def _without_day(line: str, written: Written) -> str:
    """The line without its day and the words that lead to it."""
    before, after = line[: written.start], line[written.end :].removeprefix(")").removeprefix(",")
    if after.lower().startswith(" by "):
        return before.rstrip().removesuffix("on").rstrip() + after
    return _BEFORE_DAY.sub("", before) + after


def _board(text: str) -> tuple[str, str]:
    """Board and subspecialty of one part; both empty when it names no board."""
    match = _BOARD.fullmatch(text.strip())
    return (match["board"], match["subspecialty"] or "") if match else ("", "")


def _people(who: str) -> list[tuple[str, tuple[str, ...]]]:
    """Printed name and degrees of each person; "A, MD, and B, DO" are two."""
    pieces = _NEXT_PERSON.split(who.strip())
    people = [person(piece) for piece in pieces]
    if len(pieces) > 1 and not all(degrees for _, degrees in people):
        return [person(who.strip())]
    return people
